import type { Answer, PlannedCall } from '../../domain/answer.ts';
import type { Answering, SaidCall } from '../situation.ts';

type Spoken = Exclude<Answering, { status: number }>;

/** The answer of a situation in the neutral form that protocols encode. `idOf` gives the id of a call by its index. */
export function answerOf({ text, calls = [], thought, cut, usage }: Spoken, idOf: (index: number) => string): Answer {
  const details = {
    ...(thought === undefined ? {} : { thought }),
    ...(cut === undefined ? {} : { cut }),
    ...(usage === undefined ? {} : { usage }),
  };
  if (calls.length === 0) return { kind: 'text', text: text ?? '', ...details };
  return {
    kind: 'calls',
    calls: calls.map((call, i) => planned(call, idOf(i))),
    ...(text === undefined ? {} : { said: text }),
    ...details,
  };
}

function planned({ name, arguments: args }: Omit<SaidCall, 'id'>, id: string): PlannedCall {
  return { name, arguments: args, rawArguments: JSON.stringify(args), written: null, id };
}
