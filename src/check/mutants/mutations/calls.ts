import { joinPath } from '../../../json/json.ts';
import type { Mutant } from '../mutant.ts';
import { isAllowed, otherCall, type Mutation, type RightCall, type RightTurn } from '../mutation.ts';

type Kind = 'call-dropped' | 'call-doubled' | 'tool-swapped';

/** An expected call that is left out, made twice, or made of another tool. */
export const callMutation: Mutation<Kind> = {
  kinds: {
    'call-dropped': 'An expected call is left out.',
    'call-doubled': 'An expected call is made twice.',
    'tool-swapped': 'Another tool is called instead.',
  },
  ofCall,
  ofTurn,
};

function* ofCall({ turn, expected, made, replaced }: RightCall): Generator<Mutant<Kind>> {
  const { name, path } = expected;
  const at = { path, deliberate: false };
  yield { ...at, kind: 'call-dropped', answer: replaced(), meaning: `${name} need not be called` };
  yield {
    ...at,
    kind: 'call-doubled',
    answer: replaced(made, made),
    deliberate: isAllowed(turn, name),
    meaning: `${name} may be called twice`,
  };
  const other = otherCall(turn.scenario, [name]);
  const meaning = `${other.name} may be called instead of ${name}`;
  yield { ...at, kind: 'tool-swapped', answer: replaced(other), meaning };
}

function* ofTurn({ plan, answer }: RightTurn): Generator<Mutant<Kind>> {
  if (plan.groups !== 'any') return;
  const path = joinPath(plan.path, 'calls');
  yield { kind: 'call-dropped', path, answer: answer([]), deliberate: false, meaning: 'no tool need be called' };
}
