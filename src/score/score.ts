import type { JsonObject } from '../json/json.ts';
import type { Scenario } from '../domain/scenario.ts';
import { FAIL_REASONS } from '../domain/score.ts';
import type { FailReason, ParallelCounts, Problem, Scores, Verdict } from '../domain/score.ts';
import type { Transcript } from '../domain/transcript.ts';
import { callFactsOf } from './call-facts.ts';
import { judgeConversation } from './judge-conversation.ts';
import { judgeTurns } from './judge-turn.ts';
import type { TurnCase } from './judge-turn.ts';
import { NO_RESULTS } from './known-results.ts';
import { shareOfYes, selectionScore, share, worstOf } from './plan-tally.ts';
import type { PlanTally } from './plan-tally.ts';

export interface ScoreOptions {
  /**
   * `fair`: repairs that lose nothing do not cost the model. `raw`: a breaking wire finding in a response with calls fails the
   * trial.
   */
  readonly wire: 'fair' | 'raw';
  /** Request parameters that were sent. Default: those of the scenario's `request`. */
  readonly request?: JsonObject;
}

const RANK: ReadonlyMap<FailReason, number> = new Map(FAIL_REASONS.map((reason, rank) => [reason, rank]));

/**
 * Returns the verdict on a finished conversation: each turn judged by its expectation, and the scores over all turns. Problems
 * are in the order of reasons, so the first one gives the trial's reason. The transcript must hold no error and no miss.
 */
export function scoreTrial(scenario: Scenario, transcript: Transcript, options: ScoreOptions): Verdict {
  const cases = casesOf(scenario, transcript, options.wire);
  const verdicts = scenario.conversation === null ? judgeTurns(cases) : judgeConversation(scenario.conversation, cases);
  const problems = verdicts.flatMap((verdict) => verdict.problems).sort(byReason);
  const tallies = verdicts.map((verdict) => verdict.tally);
  const parallelCounts = isParallelJudged(scenario, options.request ?? scenario.request) ? poolParallel(tallies) : null;
  return {
    pass: problems.length === 0,
    reason: problems[0]?.code ?? null,
    problems,
    scores: poolScores(tallies, parallelCounts),
    parallelCounts,
    pairs: pathsOf(cases, verdicts),
    relevance: shareOfYes(tallies, (tally) => tally.called),
  };
}

function casesOf(scenario: Scenario, transcript: Transcript, wire: ScoreOptions['wire']): readonly TurnCase[] {
  let calls = 0;
  return scenario.turns.map((turn, i) => {
    const played = transcript.turns[i] ?? { steps: [], end: 'aborted' as const };
    const made = callFactsOf(scenario, played, i, calls);
    calls += made.length;
    return { scenario, turn, transcript: played, made, wire, state: transcript.state, known: NO_RESULTS, whole: null };
  });
}

/** For each made call the path of the expected call that it was paired with; null without one. */
function pathsOf(
  cases: readonly TurnCase[],
  verdicts: readonly { readonly taken: ReadonlyMap<number, string> }[],
): readonly (string | null)[] {
  const [first] = verdicts;
  const taken = verdicts.length === 1 ? first?.taken : new Map(verdicts.flatMap((verdict) => [...verdict.taken]));
  return cases.flatMap(({ made }) => made.map(({ index }) => taken?.get(index) ?? null));
}

function byReason(a: Problem, b: Problem): number {
  return (RANK.get(a.code) ?? 0) - (RANK.get(b.code) ?? 0);
}

/**
 * False under `parallel_tool_calls: false` and under a `tool_choice` that names a tool, because the model may not call in
 * parallel there.
 */
function isParallelJudged({ toolChoice: choice }: Scenario, request: JsonObject): boolean {
  return request['parallel_tool_calls'] !== false && (choice === null || typeof choice === 'string');
}

function poolParallel(tallies: readonly PlanTally[]): ParallelCounts | null {
  const counts = { parallel: 0, serial: 0, incomplete: 0 };
  for (const { parallel } of tallies) {
    counts.parallel += parallel.parallel;
    counts.serial += parallel.serial;
    counts.incomplete += parallel.incomplete;
  }
  return counts.parallel + counts.serial + counts.incomplete === 0 ? null : counts;
}

function poolScores(tallies: readonly PlanTally[], parallel: ParallelCounts | null): Scores {
  const pairs = { name: 0, required: 0, full: 0 };
  const calls = { valid: 0, made: 0 };
  let names: { both: number; expected: number; made: number } | null = null;
  for (const tally of tallies) {
    pairs.name += tally.pairs.name;
    pairs.required += tally.pairs.required;
    pairs.full += tally.pairs.full;
    calls.valid += tally.calls.valid;
    calls.made += tally.calls.made;
    if (tally.names === null) continue;
    names ??= { both: 0, expected: 0, made: 0 };
    names.both += tally.names.both;
    names.expected += tally.names.expected;
    names.made += tally.names.made;
  }
  return {
    selection: selectionScore(names),
    arguments: share(pairs.full, pairs.name),
    required: share(pairs.required, pairs.name),
    valid: share(calls.valid, calls.made),
    parallel: parallel === null ? null : worstOf(parallel),
    abstention: shareOfYes(tallies, (tally) => tally.abstained),
    choice: shareOfYes(tallies, (tally) => tally.choiceObeyed),
    final: shareOfYes(tallies, (tally) => tally.finalHeld),
    recovered: shareOfYes(tallies, (tally) => tally.recovered),
  };
}
