import type { ToolEnvironment } from '../conversation/tools/simulate-tool.ts';
import { callsOf, wantsCalls } from '../domain/plans.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { FailReason, Problem } from '../domain/score.ts';
import { rehearsedVerdict, WITHOUT_MODULES } from '../sandbox/rehearse.ts';
import { oracleScript } from '../sandbox/oracle-script.ts';
import { scoreTrial } from '../score/score.ts';
import { answersOf, placesOf, type PlanPlace } from './plan-places.ts';
import { playAnswers } from './mutants/play-answers.ts';

/** Verdicts on the right answers, which are built from the expectation. */
export interface OracleResult {
  /** True when the right answer of every alternative of every turn passes. */
  readonly pass: boolean;
  /** Alternatives whose right answer the scorer rejects. */
  readonly rejected: readonly {
    /** Path of the alternative: `expect.any_of[1]`. */
    readonly path: string;
    readonly reason: FailReason;
    readonly problems: readonly Problem[];
  }[];
  /**
   * Paths of plans that judge the state and let the model choose the calls that lead to it, so that no right answer can be made
   * up.
   */
  readonly unknown: readonly string[];
  /** Paths of plans that want calls and pass without any. */
  readonly passesEmpty: readonly string[];
}

/** Scores the right answer of every alternative, and an answer without calls for every plan that wants calls. */
export async function consultOracle(
  scenario: Scenario,
  environment: ToolEnvironment = WITHOUT_MODULES,
): Promise<OracleResult> {
  const rejected: OracleResult['rejected'][number][] = [];
  const unknown: string[] = [];
  const passesEmpty: string[] = [];
  for (const [i, place] of placesOf(scenario).entries()) {
    const { alone, plan, first } = place;
    // One conversation takes the first alternative of every turn and of the whole, so these are scored together, once.
    if (i === 0 || !first) {
      const { reason, problems } = await rehearsedVerdict(alone, oracleScript(alone), environment);
      if (choosesCalls(alone) && problems.length > 0 && problems.every(({ code }) => code === 'wrong-state')) {
        unknown.push(plan.path);
        continue;
      }
      if (reason !== null) rejected.push({ path: plan.path, reason, problems });
    }
    if (wantsCalls(plan) && (await passesWithout(place, environment))) passesEmpty.push(plan.path);
  }
  return { pass: rejected.length === 0, rejected, unknown, passesEmpty };
}

/** True when the first plans leave to the model which calls it makes, in some turn or beside the expected calls. */
function choosesCalls({ turns, conversation }: Scenario): boolean {
  const own = turns.flatMap(({ expect }) => expect.plans.slice(0, 1));
  const whole = conversation?.plans[0];
  if (
    [...own, ...(whole === undefined ? [] : [whole])].some(
      ({ extra, groups }) => extra !== 'forbid' || groups === 'any',
    )
  )
    return true;
  return !Array.isArray(whole?.groups) && own.some(({ groups }) => groups === null);
}

/** True when the right answer still passes after the calls of one plan are removed. */
async function passesWithout({ alone, plan, turn }: PlanPlace, environment: ToolEnvironment): Promise<boolean> {
  const own = new Set(callsOf(plan).map(({ path }) => path));
  const answers = answersOf(oracleScript(alone)).map((answer, i) => {
    // The turn may hold calls of another plan as well, and these stay.
    const others = answer.steps.map((step) =>
      step.filter(({ meets }) => (meets === null ? i !== turn : !own.has(meets.path))),
    );
    return { steps: others.filter((step) => step.length > 0), text: i === turn ? null : answer.text };
  });
  const { transcript } = await playAnswers(alone, answers, environment);
  return scoreTrial(alone, transcript, { wire: 'fair' }).pass;
}
