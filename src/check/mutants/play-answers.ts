import { plansOf } from '../../domain/plans.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Step, ToolResult, Transcript, TurnTranscript } from '../../domain/transcript.ts';
import type { Json } from '../../json/json.ts';
import { simulateTools, type ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import { readingOf } from '../../sandbox/rehearse.ts';
import type { ScriptedCall } from '../../sandbox/script.ts';
import { settleCall } from '../../sandbox/settle-script.ts';
import { readResult, referredIn } from '../../score/known-results.ts';
import { buildTranscript, type TurnAnswer } from './build-transcript.ts';

/** A transcript, and its answers with values in place of references. */
export interface PlayedAnswers {
  readonly transcript: Transcript;
  readonly answers: readonly TurnAnswer[];
}

/** True when the verdict depends on results of tools or on the state, so that `playAnswers` must run the tools. */
export function judgesResults(scenario: Scenario): boolean {
  return referredIn(scenario).size > 0 || plansOf(scenario).some((plan) => plan.state !== null);
}

/**
 * The transcript of these answers. The scenario's tools answer where `judgesResults` is true; otherwise every call counts as
 * answered without an error.
 */
export async function playAnswers(
  scenario: Scenario,
  answers: readonly TurnAnswer[],
  environment: ToolEnvironment,
): Promise<PlayedAnswers> {
  if (!judgesResults(scenario)) return { transcript: buildTranscript(scenario, answers), answers };
  const tools = simulateTools(scenario, environment);
  const known = new Map<string, readonly Json[]>();
  const turns: TurnTranscript[] = [];
  const settled: TurnAnswer[] = [];
  let [index, callCount] = [0, 0];
  for (const answer of answers) {
    const steps: Step[] = [];
    const made: (readonly ScriptedCall[])[] = [];
    for (const group of answer.steps.slice(0, scenario.maxSteps)) {
      const calls = group.map((call) => settleCall(scenario, call, known));
      const reading = readingOf({ kind: 'calls', calls }, callCount);
      const results: ToolResult[] = [];
      for (const call of reading.calls) results.push(await tools.answer(call));
      for (const [i, { meets }] of calls.entries()) {
        const id = meets?.id ?? null;
        if (id !== null) known.set(id, [readResult(results[i]?.content ?? '')]);
      }
      steps.push({ index: (index += 1), reading, results, latencyMs: 0, interaction: index - 1 });
      made.push(calls);
      callCount += calls.length;
    }
    settled.push({ ...answer, steps: made });
    if (steps.length >= scenario.maxSteps) turns.push({ steps, end: 'max-steps' });
    else {
      const said = readingOf({ kind: 'text', text: answer.text ?? '' }, callCount);
      const reading = answer.text === null ? { ...said, text: null } : said;
      steps.push({ index: (index += 1), reading, results: [], latencyMs: 0, interaction: index - 1 });
      turns.push({ steps, end: 'answer' });
    }
  }
  const transcript = { turns, state: tools.state(), error: null, miss: null, faultFindings: [], attempts: 0 };
  return { transcript, answers: settled };
}
