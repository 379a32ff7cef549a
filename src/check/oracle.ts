import type { Plan, Scenario } from '../domain/scenario.ts';
import type { FailReason, Problem } from '../domain/score.ts';
import { rehearsedVerdict } from '../sandbox/rehearse.ts';
import { oracleScript, planScript, type Script } from '../sandbox/script.ts';
import { scoreTrial } from '../score/score.ts';
import { buildTranscript } from './mutants/build-transcript.ts';
import { withPlan } from './mutants/mutate.ts';

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
export async function consultOracle(scenario: Scenario, right: Script = oracleScript(scenario)): Promise<OracleResult> {
  const rejected: OracleResult['rejected'][number][] = [];
  const passesEmpty: string[] = [];
  for (const [turn, { expect }] of scenario.turns.entries()) {
    for (const [index, plan] of expect.plans.entries()) {
      // The first alternatives of all turns are one conversation, rehearsed with the first turn's.
      if (index > 0 || turn === 0) {
        const alone = withPlan(scenario, turn, plan);
        const { reason, problems } = await rehearsedVerdict(alone, withTurn(right, turn, planScript(scenario, plan)));
        if (reason !== null) rejected.push({ path: plan.path, reason, problems });
      }
      if (wantsCalls(plan) && passesWithout(withPlan(scenario, turn, plan), turn, right)) passesEmpty.push(plan.path);
    }
  }
  return { pass: rejected.length === 0, rejected, passesEmpty };
}

function withTurn(script: Script, turn: number, by: Script['turns'][number]): Script {
  return { ...script, turns: script.turns.map((one, i) => (i === turn ? by : one)) };
}

function wantsCalls(plan: Plan): boolean {
  return plan.groups === 'any' || (plan.groups !== null && plan.groups.length > 0);
}

function passesWithout(scenario: Scenario, turn: number, right: Script): boolean {
  const answers = right.turns.map((script, i) =>
    i === turn ? { steps: [], text: null } : { steps: script.groups, text: script.text },
  );
  return scoreTrial(scenario, buildTranscript(scenario, answers), { wire: 'fair' }).pass;
}
