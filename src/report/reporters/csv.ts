import { stringify } from 'csv-stringify/sync';
import type { TrialRow } from '../../domain/run.ts';
import { escapeText } from '../../text/escape.ts';
import type { ReportSource } from '../source.ts';
import { problemsSentence } from '../sections/trial-sentence.ts';

type Value = string | number | null;
/** Trials that are turned into text at a time. */
const BATCH = 500;

/** The columns. Their order is part of the format, because spreadsheets rely on it. */
const COLUMNS: Readonly<Record<string, (row: TrialRow) => Value>> = {
  scenario: (row) => row.scenario,
  model: (row) => row.model,
  trial: (row) => row.trial,
  status: (row) => row.status,
  reason: (row) => row.reason,
  selection: (row) => row.scores.selection,
  arguments: (row) => row.scores.arguments,
  required: (row) => row.scores.required,
  valid: (row) => row.scores.valid,
  parallel: (row) => row.scores.parallel,
  abstention: (row) => row.scores.abstention,
  choice: (row) => row.scores.choice,
  final: (row) => row.scores.final,
  recovered: (row) => row.scores.recovered,
  explanation: (row) => (row.status === 'fail' ? problemsSentence(row) : (row.error?.message ?? null)),
  calls: (row) =>
    JSON.stringify(
      row.calls.map(({ step, name, arguments: args, rawArguments }) => ({
        step,
        name,
        arguments: args ?? rawArguments,
      })),
    ),
  findings: (row) => [...new Set(row.findings.map(({ check }) => check))].join(' '),
  error_status: (row) => row.error?.status ?? null,
  attempts: (row) => row.attempts,
  input_tokens: (row) => row.usage.input,
  output_tokens: (row) => row.usage.output,
  latency_ms: (row) => row.latencyMs,
  cost_usd: (row) => row.costUsd,
  recording_hash: (row) => row.recordingHash,
};

/** Trials as CSV (RFC 4180), one a row. A cell that a spreadsheet would read as a formula begins with an apostrophe. */
export function* csvReport(source: ReportSource): Generator<string> {
  yield `${Object.keys(COLUMNS).join(',')}\r\n`;
  let batch: Value[][] = [];
  for (const row of source.trials()) {
    batch.push(Object.values(COLUMNS).map((column) => cell(column(row))));
    if (batch.length < BATCH) continue;
    yield text(batch);
    batch = [];
  }
  if (batch.length > 0) yield text(batch);
}

function cell(value: Value): Value {
  return typeof value === 'string' ? escapeText(value) : value;
}

function text(rows: readonly Value[][]): string {
  return stringify([...rows], { record_delimiter: 'windows', escape_formulas: true });
}
