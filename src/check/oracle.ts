import type { ToolEnvironment } from '../conversation/tools/simulate-tool.ts';
import { callsOf, wantsCalls } from '../domain/plans.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { FailReason, Problem } from '../domain/score.ts';
import { rehearsedVerdict, WITHOUT_MODULES } from '../sandbox/rehearse.ts';
import { oracleScript } from '../sandbox/script.ts';
import { scoreTrial } from '../score/score.ts';
import { answersOf, placesOf, type PlanPlace } from './plan-places.ts';
import { playAnswers } from './mutants/play-answers.ts';

/** What became of the answers that are built from the expectation. */
export interface OracleResult {
  /** Every alternative of every turn has an answer that passes. */
  readonly pass: boolean;
  /** The alternatives whose answer the scorer rejects. */
  readonly rejected: readonly {
    /** Of the alternative: `expect.any_of[1]`. */
    readonly path: string;
    readonly reason: FailReason;
    readonly problems: readonly Problem[];
  }[];
  /** Expectations that want calls and pass without any. */
  readonly passesEmpty: readonly string[];
}

/** Rehearses the right answer of every alternative, and an empty one wherever calls are wanted. */
export async function consultOracle(
  scenario: Scenario,
  environment: ToolEnvironment = WITHOUT_MODULES,
): Promise<OracleResult> {
  const rejected: OracleResult['rejected'][number][] = [];
  const passesEmpty: string[] = [];
  for (const [i, place] of placesOf(scenario).entries()) {
    const { alone, plan, first } = place;
    // The first alternatives of all turns and of the whole are one conversation, rehearsed once.
    if (i === 0 || !first) {
      const { reason, problems } = await rehearsedVerdict(alone, oracleScript(alone), environment);
      if (reason !== null) rejected.push({ path: plan.path, reason, problems });
    }
    if (wantsCalls(plan) && (await passesWithout(place, environment))) passesEmpty.push(plan.path);
  }
  return { pass: rejected.length === 0, rejected, passesEmpty };
}

/** Whether the right answer passes without the calls of one plan. */
async function passesWithout({ alone, plan, turn }: PlanPlace, environment: ToolEnvironment): Promise<boolean> {
  const own = new Set(callsOf(plan).map(({ path }) => path));
  const answers = answersOf(oracleScript(alone)).map((answer, i) => {
    if (i !== turn) return answer;
    // Another plan's calls stand in the same turn only where the whole conversation has some.
    const others = answer.steps.map((step) => step.filter(({ meets }) => meets !== null && !own.has(meets.path)));
    return { steps: others.filter((step) => step.length > 0), text: null };
  });
  const { transcript } = await playAnswers(alone, answers, environment);
  return scoreTrial(alone, transcript, { wire: 'fair' }).pass;
}
