import type { Answer, AnswerUsage } from '../../domain/answer.ts';
import type { ResponseFrame } from '../serving.ts';

/** The tokens of an answer: those that it says, else by the usual rule of thumb, four characters each. */
export function tokensOf(answer: Answer, frame: Pick<ResponseFrame, 'requestLength'>): AnswerUsage {
  if (answer.usage !== undefined) return answer.usage;
  const written =
    answer.kind === 'text'
      ? answer.text.length
      : answer.calls.reduce((sum, call) => sum + call.name.length + call.rawArguments.length, 0);
  return {
    input: Math.ceil(frame.requestLength / 4),
    output: Math.max(1, Math.ceil(written / 4)),
    cached: 0,
    thought: 0,
  };
}
