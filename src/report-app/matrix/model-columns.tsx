import { hasTranscripts } from '../../report/has-transcripts.ts';
import type { ComponentChildren } from 'preact';

import type { MeanScore, Summary } from '../../domain/run.ts';
import { count, counted, usd, duration, percent, percentNumber } from '../../text/numbers.ts';

/** A column of the table of models. */
export interface ModelColumn {
  readonly key: string;
  readonly label: string;
  /** Returns the second line of the heading; null without one. */
  readonly under: (summaries: readonly Summary[]) => string | null;
  /** Tooltip of the heading, which says what the number means. */
  readonly hint: string;
  readonly show: (summary: Summary) => ComponentChildren | null;
  /** Returns the value by which a greater number is better; null when the model has none. Without `rank` no model is best. */
  readonly rank?: (summary: Summary) => number | null;
}

function scoreColumn(
  key: string,
  label: string,
  hint: string,
  read: (summary: Summary) => MeanScore | null,
): ModelColumn {
  return {
    key,
    label,
    hint,
    under: () => null,
    rank: (summary) => read(summary)?.mean ?? null,
    show: (summary) => {
      const value = read(summary);
      return value === null ? null : (
        <span title={`Mean over ${counted(value.n, 'trial')}`}>{percentNumber(value.mean)}</span>
      );
    },
  };
}

const COLUMNS: readonly ModelColumn[] = [
  {
    key: 'judged',
    label: 'Passed',
    hint: 'Trials that passed, of those that could be judged',
    under: (summaries) => (summaries.some((one) => one.error + one.unrecorded > 0) ? 'not judged' : null),
    show: ({ pass, judged, error, unrecorded, trials }) =>
      trials === 0 ? null : (
        <>
          {count(pass)}
          <span class="quiet">/{count(judged)}</span>
          {error + unrecorded === 0 ? null : (
            <span class="under" title={`${counted(error, 'provider error')}, ${count(unrecorded)} without a recording`}>
              {count(error + unrecorded)} not
            </span>
          )}
        </>
      ),
  },
  {
    key: 'hat',
    label: 'Every time',
    under: (summaries) => `in ${Math.max(...summaries.map((one) => lastK(one)?.k ?? 0))} trials`,
    hint: 'Scenarios expected to pass in all of k trials (pass^k), for the greatest k',
    rank: (summary) => lastK(summary)?.passHat ?? null,
    show: (summary) => {
      const last = lastK(summary);
      return last === undefined ? null : (
        <span title={`Over ${counted(last.scenarios, 'scenario')}`}>{percentNumber(last.passHat)}</span>
      );
    },
  },
  scoreColumn('selection', 'Selection', 'The right functions were called, in percent (F1)', (s) => s.scores.selection),
  scoreColumn(
    'arguments',
    'Arguments',
    'Calls of the right function whose arguments match, in percent',
    (s) => s.scores.arguments,
  ),
  scoreColumn(
    'valid',
    'Valid',
    'Calls that parse, name a declared tool and satisfy its schema, in percent',
    (s) => s.scores.valid,
  ),
  {
    key: 'parallel',
    label: 'Parallel',
    under: () => null,
    hint: 'Independent calls made in one response, in percent of judged groups',
    rank: ({ parallel }) => parallel?.support ?? null,
    show: ({ parallel }) =>
      parallel === null ? null : (
        <span
          title={`${count(parallel.parallel)} in parallel, ${count(parallel.serial)} one after the other, ${count(parallel.incomplete)} incomplete`}
        >
          {percentNumber(parallel.support)}
        </span>
      ),
  },
  scoreColumn('abstention', 'Abstains', 'Made no call where none was wanted, in percent', (s) => s.scores.abstention),
  scoreColumn('final', 'Answer', 'The final text says what it must, in percent', (s) => s.scores.final),
  {
    key: 'latency',
    label: 'Latency',
    under: () => 'p50, p95',
    hint: 'Median and 95th percentile of a whole trial, as recorded',
    rank: ({ latency }) => (latency === null || latency.p50 === 0 ? null : -latency.p50),
    show: ({ latency }) =>
      latency === null ? null : (
        <>
          {duration(latency.p50)}
          <span class="under">{duration(latency.p95)}</span>
        </>
      ),
  },
  {
    key: 'cost',
    label: 'Cost',
    under: () => 'per solved',
    hint: 'Of all trials, and of each scenario solved',
    rank: ({ costPerSolvedUsd }) => (costPerSolvedUsd === null ? null : -costPerSolvedUsd),
    show: ({ costUsd, costPerSolvedUsd }) =>
      costUsd === null ? null : (
        <>
          {usd(costUsd)}
          {costPerSolvedUsd === null ? null : <span class="under">{usd(costPerSolvedUsd)}</span>}
        </>
      ),
  },
  {
    key: 'wire',
    label: 'Wire',
    under: () => null,
    hint: 'Trials with the most frequent kind of wire finding',
    show: ({ findings }) => {
      const [most, ...more] = Object.entries(findings).sort((a, b) => b[1] - a[1]);
      if (most === undefined) return <span class="quiet">clean</span>;
      return (
        <span title={[most, ...more].map(([check, n]) => `${check}: ${count(n)}`).join(', ')}>
          {count(most[1])}
          <span class="under">
            {most[0]}
            {more.length > 0 ? ` +${more.length}` : ''}
          </span>
        </span>
      );
    },
  },
];

function lastK(summary: Summary): Summary['passAtK'][number] | undefined {
  return summary.passAtK.findLast(({ k }) => k > 1);
}

/** Returns the columns that have a value for at least one model. */
export function shownColumns(summaries: readonly Summary[]): readonly ModelColumn[] {
  return COLUMNS.filter((column) => {
    if (column.key === 'wire')
      return summaries.some((one) => (one.judged > 0 && hasTranscripts(one)) || Object.keys(one.findings).length > 0);
    return summaries.some((one) => column.show(one) !== null);
  });
}

/** Returns the models with the best value of a column; empty when fewer than two models have one, or all values are equal. */
export function bestOf(column: ModelColumn, summaries: readonly Summary[]): ReadonlySet<string> {
  const ranked = summaries.flatMap((one) => {
    const rank = column.rank?.(one) ?? null;
    return rank === null ? [] : [{ model: one.model, rank }];
  });
  const best = Math.max(...ranked.map(({ rank }) => rank));
  if (ranked.length < 2 || ranked.every(({ rank }) => rank === best)) return new Set();
  return new Set(ranked.filter(({ rank }) => rank === best).map(({ model }) => model));
}

/** Returns the pass rate in words, as the text alternative of the plot for screen readers. */
export function passRateText({ passRate, interval }: Summary): string {
  if (passRate === null) return 'Nothing judged';
  return interval === null
    ? percent(passRate)
    : `${percent(passRate)}, interval ${percent(interval[0])} to ${percent(interval[1])}`;
}
