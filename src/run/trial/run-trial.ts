import { cassettePath } from '../../cassette/format/file-name.ts';
import type { Cassette } from '../../cassette/store/store.ts';
import { hashRecorded } from '../../cassette/format/recording-hash.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import type { Price } from '../../domain/model.ts';
import type { TrialRow } from '../../domain/run.ts';
import { writtenParameters } from '../../protocol/next-request.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Verdict } from '../../domain/score.ts';
import type { Miss, Transcript } from '../../domain/transcript.ts';
import { costOf, trialRow, usageOf } from '../file/trial-row.ts';
import { patternError } from '../../match/pattern-error.ts';
import { scoreTrial, type ScoreOptions } from '../../score/score.ts';
import { withStreamed } from '../../score/wire-problems.ts';
import type { RedactorSource } from '../../redact/redact.ts';
import { changedSteps, type BehaviourChange } from './behaviour.ts';
import type { AgentSettings } from './agent/hold-agent.ts';
import { recordAgent } from './agent/record-agent.ts';
import { replayAgent } from './agent/replay-agent.ts';
import type { OpenCell } from './open-cell.ts';
import type { Spending } from '../limits/budget.ts';
import { expectedRequests } from '../limits/expected-requests.ts';
import { estimateCost } from '../limits/estimate-cost.ts';
import type { LateErrors } from './faults/late-errors.ts';
import { recordTrial, type LiveSettings, type RecordedConversation, type SpendingSettings } from './record-trial.ts';
import { replayTrial, type Played } from './replay-trial.ts';
import { redactRow } from '../file/redact-row.ts';
import type { TrialSettings } from './settings.ts';
import { cellInOrder } from '../tool-order.ts';

export interface TrialOutcome {
  readonly row: TrialRow;
  /** The miss of the first request that no recording answered; set where the row is `unrecorded`. */
  readonly miss: Miss | null;
  readonly recorded: boolean;
  /** How the calls differ from those of the old recording; null where they are the same, and without an old one. */
  readonly change: BehaviourChange | null;
  /** Number of recorded interactions that no request used. */
  readonly unused: number;
  /** An error to report beside the result: an unreadable file or a bug; null otherwise. */
  readonly failure: unknown;
}

export interface TrialRunner {
  readonly settings: TrialSettings;
  /** Settings for requests; null in a replay. */
  readonly live: LiveSettings | null;
  readonly redactor: RedactorSource;
  readonly replayTools: ToolEnvironment;
  readonly liveTools: ToolEnvironment;
  readonly agents: AgentSettings;
  readonly lateErrors: LateErrors;
}

/**
 * Runs one trial: from its recording where the mode allows that and the recording is complete, else over the network from the
 * first step. A recorded trial is on disk when this resolves. Null when the budget ran out or the run was stopped during the
 * trial, which then does not count.
 */
export async function runTrial(opened: OpenCell, trial: number, runner: TrialRunner): Promise<TrialOutcome | null> {
  const cell = cellInOrder(opened, trial);
  const { settings, live } = runner;
  // With `all` only the part of an earlier run may answer, and only under the lock.
  if (live === null || settings.mode === 'missing') {
    const replayed = await replayAndJudge(cell, cell.cassette, trial, runner);
    if (replayed !== null) return replayed;
  }
  if (live === null) throw new Error('a replay has an outcome');
  const before = cell.cassette;
  if (!(await cell.enter())) return null;
  if (settings.mode === 'all') {
    const replayed = await replayAndJudge(cell, cell.part, trial, runner);
    // Where an agent fails on what the part has of it, everything is asked anew.
    if (replayed !== null && replayed.row.reason !== 'agent') {
      await cell.takeUp(trial);
      return replayed;
    }
  } else if (cell.cassette !== before) {
    const replayed = await replayAndJudge(cell, cell.cassette, trial, runner);
    if (replayed !== null) return replayed;
  }
  return recordAndJudge(cell, trial, runner, live);
}

/** The outcome of a replay; null where the trial must be recorded, because its recording is missing or stale. */
async function replayAndJudge(
  cell: OpenCell,
  source: Cassette | null,
  trial: number,
  { settings, live, redactor, replayTools, agents }: TrialRunner,
): Promise<TrialOutcome | null> {
  if (live !== null && source?.trials.includes(trial) !== true) return null;
  const { agent } = cell.model;
  const replayed =
    agent === undefined
      ? await replayTrial(cell, source, trial, settings, redactor, replayTools)
      : await replayAgent(cell, agent, source, trial, redactor, agents);
  const { miss, error } = replayed.transcript;
  if (live !== null && miss !== null) return null;
  const recordingHash = source?.recordingHash(trial) ?? null;
  const row = redactRow(judge(cell, trial, replayed, recordingHash, settings), replayed.redactor);
  // A trial that ended early, because its agent or a tool failed, has left a good recording unused.
  const unused = miss === null && error === null ? replayed.unused : 0;
  return { row, miss, recorded: false, change: null, unused, failure: null };
}

async function recordAndJudge(
  cell: OpenCell,
  trial: number,
  runner: TrialRunner,
  live: LiveSettings,
): Promise<TrialOutcome | null> {
  const expected = expectedRequests(cell.scenario) * (live.stream === 'both' ? 2 : 1);
  const share = await live.budget.enter(expected);
  if (share === null) return null;
  const held = await hold(cell, trial, runner, { ...live, spending: share }).finally(() => share.leave());
  if (held === null || (live.signal.aborted && held.transcript.error !== null)) return null;
  addCost(cell.model.price, held, share);
  const recording = held.recorded;
  const isWhole = held.transcript.error?.code !== 'agent';
  if (recording !== null) await cell.save(recording, isWhole);
  const hash = recording === null ? null : hashRecorded(recording);
  const row = redactRow(judge(cell, trial, held, hash, live), held.redactor);
  const before = cell.cassette?.recorded(trial) ?? null;
  const steps = before === null || recording === null || !isWhole ? null : changedSteps(before, recording);
  const change = steps === null ? null : { scenario: cell.scenario.id, model: cell.model.name, trial, ...steps };
  return { row, miss: null, recorded: recording !== null, change, unused: 0, failure: null };
}

/** Holds the conversation of a trial over the network. Null when the budget ran out during it. */
function hold(
  cell: OpenCell,
  trial: number,
  { liveTools, agents }: TrialRunner,
  settings: SpendingSettings,
): Promise<RecordedConversation | null> {
  const { agent } = cell.model;
  return agent === undefined
    ? recordTrial(cell, trial, settings, liveTools)
    : recordAgent(cell, agent, trial, settings, agents);
}

/**
 * Adds the cost of a trial to the budget. Without token counts the cost is estimated from the texts, so that `--max-cost` works
 * with every gateway.
 */
function addCost(
  price: Price | null,
  { transcript, streamed, recorded }: RecordedConversation,
  spending: Spending,
): void {
  const costs = [transcript, streamed].flatMap((held) => (held === null ? [] : [costOf(usageOf(held), price)]));
  if (costs.every((cost) => cost !== null)) {
    for (const cost of costs) spending.addCost(cost, 'counted');
  } else if (price !== null && recorded !== null) {
    spending.addCost(estimateCost(recorded, price), 'estimated');
  }
}

function judge(
  cell: OpenCell,
  trial: number,
  { transcript: played, streamed, parity, judgedBy }: Played,
  recordingHash: string | null,
  settings: TrialSettings,
): TrialRow {
  const { scenario, model } = cell;
  const request = writtenParameters(scenario, model);
  const { transcript, verdict } = verdictOf(judgedBy ?? scenario, played, { wire: settings.wire, request });
  const findings = parity.map(({ finding }) => finding);
  const both = verdict !== null && streamed !== null && settings.wire === 'raw';
  const cassette = cassettePath(scenario.id, model.name);
  return trialRow(
    { scenario: scenario.id, model, trial, cassette, recordingHash, streamed, parity },
    transcript,
    both ? withStreamed(verdict, streamed, findings) : verdict,
  );
}

/**
 * The verdict of a finished trial; null for a trial with an error. A pattern that runs out of steps makes the trial an error.
 */
function verdictOf(
  scenario: Scenario,
  transcript: Transcript,
  options: ScoreOptions,
): { readonly transcript: Transcript; readonly verdict: Verdict | null } {
  if (transcript.error !== null || transcript.miss !== null) return { transcript, verdict: null };
  try {
    return { transcript, verdict: scoreTrial(scenario, transcript, options) };
  } catch (error) {
    return { transcript: { ...transcript, error: patternError(scenario, error) }, verdict: null };
  }
}
