import type { Model, Price } from '../../domain/model.ts';
import type { CallRow, FindingRow, StepRow, TrialRow } from '../../domain/run.ts';
import type { Scores, Verdict } from '../../domain/score.ts';
import type { Transcript } from '../../domain/transcript.ts';
import type { ToolCall, WireFinding } from '../../domain/wire.ts';
import { parseFinite } from '../../json/exact-json.ts';
import { isObject, type JsonObject } from '../../json/json.ts';

export interface TrialContext {
  readonly scenario: string;
  readonly model: Model;
  readonly trial: number;
  /** Path of the cassette, relative to the cassette folder. */
  readonly cassette: string;
  readonly recordingHash: string | null;
  /** The streamed half of a trial that is held twice. Its findings and tokens count for the trial as well. */
  readonly streamed?: Transcript | null;
  /** Differences between the two conversations, each with the interaction that shows it, from 0. */
  readonly parity?: readonly { readonly interaction: number; readonly finding: WireFinding }[];
}

/** Scores of a trial that was not judged. */
export const NO_SCORES: Scores = {
  selection: null,
  arguments: null,
  required: null,
  valid: null,
  parallel: null,
  abstention: null,
  choice: null,
  final: null,
  recovered: null,
};

/** The run file's row of a trial. `verdict` is null where the trial could not be judged. Key order is part of the format. */
export function trialRow(context: TrialContext, transcript: Transcript, verdict: Verdict | null): TrialRow {
  const { status, reason } = statusOf(transcript, verdict);
  const { streamed = null } = context;
  const usage = usageOfBoth(transcript, streamed);
  return {
    scenario: context.scenario,
    model: context.model.name,
    trial: context.trial,
    status,
    reason,
    error: errorRow(transcript),
    attempts: transcript.attempts,
    recordingHash: context.recordingHash,
    scores: verdict?.scores ?? NO_SCORES,
    parallelCounts: verdict?.parallelCounts ?? null,
    relevance: verdict?.relevance ?? null,
    problems: verdict?.problems ?? [],
    calls: callRows(transcript, verdict),
    steps: stepRows(transcript),
    findings: findingRows(context, transcript),
    usage,
    latencyMs: latencyOf(transcript),
    costUsd: costOf(usage, context.model.price),
  };
}

function statusOf(transcript: Transcript, verdict: Verdict | null): Pick<TrialRow, 'status' | 'reason'> {
  if (transcript.miss !== null) return { status: 'unrecorded', reason: transcript.miss.code };
  if (transcript.error !== null) return { status: 'error', reason: transcript.error.code };
  if (verdict === null) throw new Error('a finished transcript has a verdict');
  return { status: verdict.pass ? 'pass' : 'fail', reason: verdict.reason };
}

function errorRow({ error }: Transcript): TrialRow['error'] {
  return error === null ? null : { status: error.status, code: error.code, message: error.message };
}

function callRows(transcript: Transcript, verdict: Verdict | null): CallRow[] {
  const rows: CallRow[] = [];
  for (const turn of transcript.turns) {
    for (const step of turn.steps) {
      for (const call of step.reading.calls) {
        rows.push({
          step: step.index,
          name: call.name,
          arguments: shownArguments(call),
          rawArguments: call.rawArguments,
          expected: verdict?.pairs[rows.length] ?? null,
        });
      }
    }
  }
  return rows;
}

/** The arguments of a call, with the model's text for numbers that a double cannot hold. */
function shownArguments({ arguments: made, rawArguments, written }: ToolCall): JsonObject | null {
  if (made === null || written === null) return made;
  if (Object.values(written).every((source) => Number.isFinite(Number(source)))) return made;
  const shown = parseFinite(rawArguments);
  return isObject(shown) ? shown : made;
}

function stepRows(transcript: Transcript): StepRow[] {
  const rows: StepRow[] = [];
  for (const [i, turn] of transcript.turns.entries()) {
    for (const { reading, results, latencyMs } of turn.steps) {
      rows.push({
        turn: i + 1,
        text: reading.text,
        finishReason: reading.finishReason,
        results: results.map(({ content, isError, unsimulated }) => ({ content, isError, unsimulated })),
        ...(reading.hosted !== undefined && reading.hosted.length > 0 && { hosted: reading.hosted }),
        latencyMs,
      });
    }
  }
  return rows;
}

/** Sum of the latency of all steps, in milliseconds; null without a step. */
function latencyOf(transcript: Transcript): number | null {
  let sum: number | null = null;
  for (const turn of transcript.turns) for (const step of turn.steps) sum = (sum ?? 0) + step.latencyMs;
  return sum;
}

function findingRows(context: TrialContext, transcript: Transcript): FindingRow[] {
  const rows: FindingRow[] = [];
  const add = (interaction: number, finding: WireFinding): void => {
    const { check, severity, message, excerpt } = finding;
    rows.push({
      check,
      severity,
      message,
      evidence: { cassette: context.cassette, interaction: interaction + 1, excerpt },
    });
  };
  for (const turn of [...transcript.turns, ...(context.streamed?.turns ?? [])]) {
    for (const step of turn.steps) for (const finding of step.reading.findings) add(step.interaction, finding);
  }
  for (const { interaction, finding } of transcript.faultFindings) add(interaction, finding);
  for (const { interaction, finding } of context.parity ?? []) add(interaction, finding);
  return rows;
}

/** Sum of the tokens of all steps; null where a step reports none, because the sum would be too low. */
export function usageOf(transcript: Transcript): TrialRow['usage'] {
  let input: number | null = null;
  let output: number | null = null;
  let first = true;
  for (const turn of transcript.turns) {
    for (const { reading } of turn.steps) {
      input = first ? reading.usage.input : add(input, reading.usage.input);
      output = first ? reading.usage.output : add(output, reading.usage.output);
      first = false;
    }
  }
  return { input, output };
}

/** Tokens of both conversations of a trial. `streamed` is null for a trial with one. */
function usageOfBoth(whole: Transcript, streamed: Transcript | null): TrialRow['usage'] {
  const a = usageOf(whole);
  if (streamed === null || streamed.turns.every(({ steps }) => steps.length === 0)) return a;
  const b = usageOf(streamed);
  return { input: add(a.input, b.input), output: add(a.output, b.output) };
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** US dollars, rounded to a billionth so that sums print the same on every machine; null without a price, without token counts, or with counts too large for a number. */
export function costOf(usage: TrialRow['usage'], price: Price | null): number | null {
  if (price === null || usage.input === null || usage.output === null) return null;
  const usd = Math.round((usage.input * price.input + usage.output * price.output) * 1e3) / 1e9;
  return Number.isFinite(usd) ? usd : null;
}
