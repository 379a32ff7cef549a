import type { Answer, PlannedCall } from '../../domain/answer.ts';
import type { Answering, SaidCall } from '../situation.ts';

type Spoken = Exclude<Answering, { status: number }>;

/** An answer as protocols write it; `idOf` names its calls. */
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
