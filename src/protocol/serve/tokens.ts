import type { Answer, AnswerUsage } from '../../domain/answer.ts';
import type { ResponseFrame } from '../serving.ts';

/** The token counts of an answer: its own, else one token for four characters. */
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
