import type { Scenario } from '../../domain/scenario.ts';
import type { Step, Transcript, TurnTranscript } from '../../domain/transcript.ts';
import type { ScriptedCall } from '../../sandbox/script.ts';
import { readingOf } from '../../sandbox/rehearse.ts';

/** The answer to one turn: the calls of each step, and the final text. */
export interface TurnAnswer {
  readonly steps: readonly (readonly ScriptedCall[])[];
  /** Null for an answer without text. */
  readonly text: string | null;
}

/**
 * The transcript of these answers, cut at `max_steps`. Every tool answers with an empty text and without an error, so it serves
 * only scenarios that judge neither results nor state. `playAnswers` runs the tools of others.
 */
export function buildTranscript(scenario: Scenario, answers: readonly TurnAnswer[]): Transcript {
  let callCount = 0;
  let index = 0;
  const turns = answers.map((answer): TurnTranscript => {
    const steps: Step[] = [];
    for (const calls of answer.steps) {
      if (steps.length >= scenario.maxSteps) break;
      const reading = readingOf({ kind: 'calls', calls }, callCount);
      const results = reading.calls.map((call) => ({
        callId: call.id,
        content: '',
        value: '',
        isError: false,
        unsimulated: false,
      }));
      steps.push({
        index: index + 1,
        reading,
        results: scenario.maxSteps === 1 ? [] : results,
        latencyMs: 0,
        interaction: index,
      });
      callCount += calls.length;
      index += 1;
    }
    if (steps.length >= scenario.maxSteps) return { steps, end: 'max-steps' };
    const said = readingOf({ kind: 'text', text: answer.text ?? '' }, callCount);
    const reading = answer.text === null ? { ...said, text: null } : said;
    steps.push({ index: index + 1, reading, results: [], latencyMs: 0, interaction: index });
    index += 1;
    return { steps, end: 'answer' };
  });
  return { turns, state: scenario.state ?? {}, error: null, miss: null, faultFindings: [], attempts: 0 };
}
