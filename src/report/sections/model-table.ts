import type { Summary } from '../../domain/run.ts';
import { ANSWER_CHECKS } from '../../protocol/checks.ts';
import type { TableCell, Column, Tone } from '../document.ts';
import { hasTranscripts } from '../has-transcripts.ts';
import { NONE, count, duration, percent, percentInterval, usd } from '../../text/numbers.ts';

/** A column of the table of models. */
interface Measure {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly value: (row: Summary, all: readonly Summary[]) => string;
  readonly tone?: (row: Summary) => Tone;
  /** Meaning of the title; absent where the title is clear by itself. */
  readonly about?: string;
  /** The value that carries no information. A column in which every model has it is left out. */
  readonly usual?: string;
}

const MEASURES: readonly Measure[] = [
  { title: 'passed', align: 'right', value: passed },
  {
    title: 'pass rate (95%)',
    align: 'right',
    value: passRate,
    tone: rateTone,
    about: "with Wilson's 95% interval",
  },
  {
    title: 'select',
    align: 'right',
    value: (row) => mean(row.scores.selection),
    about: 'right functions (F1)',
  },
  {
    title: 'args',
    align: 'right',
    value: (row) => mean(row.scores.arguments),
    about: 'right arguments',
  },
  {
    title: 'valid',
    align: 'right',
    value: (row) => mean(row.scores.valid),
    about: "fits the tool's schema",
  },
  {
    title: 'parallel',
    align: 'right',
    value: parallel,
    about: 'groups in one step / several / incomplete',
  },
  {
    title: 'abstain',
    align: 'right',
    value: (row) => mean(row.scores.abstention),
    about: 'no call when none was wanted',
  },
  { title: 'p50/p95', align: 'right', value: latency, about: 'latency of a trial' },
  { title: 'cost', align: 'right', value: (row) => usd(row.costUsd) },
  {
    title: 'wire',
    align: 'left',
    value: wire,
    tone: (row) => (foundChecks(row).length > 0 ? 'warn' : 'plain'),
    about: 'checks without a finding, and those with one',
    usual: `${ANSWER_CHECKS.length}/${ANSWER_CHECKS.length}`,
  },
  {
    title: 'balanced',
    align: 'right',
    value: (row) => percent(row.balancedAccuracy),
    about: 'mean of calling when wanted and abstaining',
  },
  { title: '$/solved', align: 'right', value: (row) => usd(row.costPerSolvedUsd), about: 'cost a solved scenario' },
  { title: 'errors', align: 'right', value: (row) => nonZero(row.error), tone: () => 'warn' },
  { title: 'unrecorded', align: 'right', value: (row) => nonZero(row.unrecorded), tone: () => 'warn' },
];

/** The columns in which some model has an unusual value. */
function shown(summary: readonly Summary[]): readonly Measure[] {
  return MEASURES.filter(({ value, usual }) => summary.some((row) => ![NONE, usual].includes(value(row, summary))));
}

/** The meanings of the columns' titles, in one line; `[]` where no title needs one. */
export function legendOf(summary: readonly Summary[]): string[] {
  const several = summary.some(({ trials, scenarios }) => trials > scenarios);
  const meanings = shown(summary).flatMap(({ title, about }) =>
    about === undefined ? [] : [`${title.replace(' (95%)', '')}: ${about}`],
  );
  if (several) meanings.push('several trials of a scenario are clustered');
  return meanings.length === 0 ? [] : [`${meanings.join(' · ')}.`];
}

/** The first column of the table. */
export function modelNames(summary: readonly Summary[]): Column {
  return { title: 'model', align: 'left', cells: summary.map((row) => ({ text: row.model })) };
}

/** The columns after the names. */
export function modelColumns(summary: readonly Summary[]): Column[] {
  return shown(summary).map(({ title, align, value, tone }) => {
    const cells: TableCell[] = summary.map((row) => ({ text: value(row, summary), tone: tone?.(row) }));
    return { title, align, cells };
  });
}

function mean(score: { readonly mean: number } | null | undefined): string {
  return percent(score?.mean ?? null);
}

function rateTone({ passRate }: Summary): Tone {
  return passRate === 1 ? 'good' : passRate === 0 ? 'bad' : 'plain';
}

/**
 * `91.2% [86–95]`: the pass rate with its interval. The interval has a decimal where the intervals of all models are narrower
 * than 10 points.
 */
function passRate(row: Summary, all: readonly Summary[]): string {
  const narrow = all.every(({ interval }) => interval === null || interval[1] - interval[0] < 0.1);
  return `${percent(row.passRate)} ${percentInterval(row.interval, narrow ? 1 : 0)}`.trim();
}

/** `176/193`: passed / judged trials. */
export function passed(row: { readonly pass: number; readonly judged: number }): string {
  return row.judged === 0 ? NONE : `${row.pass}/${row.judged}`;
}

/** `163/30/0`: parallel, serial and incomplete groups of calls. */
function parallel(row: Summary): string {
  return row.parallel === null ? NONE : `${row.parallel.parallel}/${row.parallel.serial}/${row.parallel.incomplete}`;
}

/** `850ms/2.4s`: median and 95th percentile of a trial's latency. */
function latency(row: Summary): string {
  return row.latency === null ? NONE : `${duration(row.latency.p50)}/${duration(row.latency.p95)}`;
}

/**
 * `11/11`, or the number of checks without a finding with the names of the others: `9/11 call-id, finish-reason`.
 * `stream-parity` compares two answers, so it is named, but not counted.
 */
function wire(row: Summary): string {
  if (row.trials === row.unrecorded || !hasTranscripts(row)) return NONE;
  const found = foundChecks(row);
  const clean = ANSWER_CHECKS.filter((check) => !found.includes(check)).length;
  return [`${clean}/${ANSWER_CHECKS.length}`, found.join(', ')].join(' ').trim();
}

/** Checks with a finding, in the order of the documentation. */
function foundChecks(row: Summary): string[] {
  const place = (check: string): number => {
    const at = ANSWER_CHECKS.indexOf(check);
    return at === -1 ? ANSWER_CHECKS.length : at;
  };
  return Object.keys(row.findings)
    .filter((check) => (row.findings[check] ?? 0) > 0)
    .sort((a, b) => place(a) - place(b));
}

function nonZero(value: number): string {
  return value === 0 ? NONE : count(value);
}
