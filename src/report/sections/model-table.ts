import type { Summary } from '../../domain/run.ts';
import { WIRE_CHECKS } from '../../domain/wire.ts';
import type { Cell, Column, Tone } from '../document.ts';
import { hasTranscripts } from '../has-transcripts.ts';
import { NONE, count, duration, percent, percentInterval, score, usd } from '../../text/numbers.ts';

/** One column of the table of models: its value for a row, as text. */
interface Measure {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly value: (row: Summary, all: readonly Summary[]) => string;
  readonly tone?: (row: Summary) => Tone;
  /** Shown only where it says something. */
  readonly optional?: boolean;
}

const MEASURES: readonly Measure[] = [
  { title: 'passed', align: 'right', value: passed },
  {
    title: 'pass rate (95%)',
    align: 'right',
    value: passRate,
    tone: (row) => (row.passRate === 1 ? 'good' : 'plain'),
  },
  { title: 'select', align: 'right', value: (row) => score(row.scores.selection?.mean) },
  { title: 'args', align: 'right', value: (row) => score(row.scores.arguments?.mean) },
  { title: 'valid', align: 'right', value: (row) => score(row.scores.valid?.mean) },
  { title: 'parallel', align: 'right', value: parallel },
  { title: 'abstain', align: 'right', value: (row) => score(row.scores.abstention?.mean) },
  { title: 'p50/p95', align: 'right', value: latency },
  { title: 'cost', align: 'right', value: (row) => usd(row.costUsd) },
  {
    title: 'wire',
    align: 'left',
    value: wire,
    tone: (row) => (foundChecks(row).length > 0 ? 'warn' : 'plain'),
  },
  { title: 'balanced', align: 'right', value: (row) => score(row.balancedAccuracy), optional: true },
  { title: '$/solved', align: 'right', value: (row) => usd(row.costPerSolvedUsd), optional: true },
  {
    title: 'errors',
    align: 'right',
    value: (row) => nonZero(row.error),
    tone: () => 'warn',
    optional: true,
  },
  {
    title: 'unrecorded',
    align: 'right',
    value: (row) => nonZero(row.unrecorded),
    tone: () => 'warn',
    optional: true,
  },
];

/** What the short titles mean; one line each. */
export function legendOf(summary: readonly Summary[]): string[] {
  return [
    "pass rate: of judged trials, with Wilson's 95% interval; several trials of a scenario count by how much they differ.",
    ...(summary.some(hasTranscripts)
      ? ['parallel: groups of calls that came in one step / one by one / not all of them.']
      : []),
  ];
}

/** The table's first column. */
export function modelNames(summary: readonly Summary[]): Column {
  return { title: 'model', align: 'left', cells: summary.map((row) => ({ text: row.model })) };
}

/** The table's columns after the names. */
export function modelColumns(summary: readonly Summary[]): Column[] {
  const transcripts = summary.some(hasTranscripts);
  return MEASURES.flatMap(({ title, align, value, tone, optional }) => {
    const cells: Cell[] = summary.map((row) => ({ text: value(row, summary), tone: tone?.(row) }));
    const says = (optional !== true && transcripts) || cells.some(({ text }) => text !== NONE);
    return says ? [{ title, align, cells }] : [];
  });
}

/** `91.2% [86–95]`: with its interval, which has a decimal only where all are narrow enough for one to mean something. */
function passRate(row: Summary, all: readonly Summary[]): string {
  const narrow = all.every(({ interval }) => interval === null || interval[1] - interval[0] < 0.1);
  return `${percent(row.passRate)} ${percentInterval(row.interval, narrow ? 1 : 0)}`.trim();
}

/** `176/193`: passed of judged. */
export function passed(row: { readonly pass: number; readonly judged: number }): string {
  return row.judged === 0 ? NONE : `${row.pass}/${row.judged}`;
}

/** `163/30/0`: parallel, serial, incomplete groups. */
function parallel(row: Summary): string {
  return row.parallel === null ? NONE : `${row.parallel.parallel}/${row.parallel.serial}/${row.parallel.incomplete}`;
}

/** `850ms/2.4s`: median and 95th percentile of a trial. */
function latency(row: Summary): string {
  return row.latency === null ? NONE : `${duration(row.latency.p50)}/${duration(row.latency.p95)}`;
}

/**
 * `11/11`, or the checks without a finding and the names of the others: `9/11 call-id, finish-reason`. `stream-parity` compares
 * two answers and is no check of one: it is named, and not counted.
 */
function wire(row: Summary): string {
  if (row.trials === row.unrecorded || !hasTranscripts(row)) return NONE;
  const found = foundChecks(row);
  const clean = WIRE_CHECKS.filter((check) => !found.includes(check)).length;
  return [`${clean}/${WIRE_CHECKS.length}`, found.join(', ')].join(' ').trim();
}

/** In the order in which the checks are documented. */
function foundChecks(row: Summary): string[] {
  const place = (check: string): number => {
    const at = (WIRE_CHECKS as readonly string[]).indexOf(check);
    return at === -1 ? WIRE_CHECKS.length : at;
  };
  return Object.keys(row.findings)
    .filter((check) => (row.findings[check] ?? 0) > 0)
    .sort((a, b) => place(a) - place(b));
}

function nonZero(value: number): string {
  return value === 0 ? NONE : count(value);
}
