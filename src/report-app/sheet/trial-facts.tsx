import type { JSX } from 'preact';

import type { TrialRow } from '../../domain/run.ts';
import { count, counted, usd, duration, percent } from '../../text/numbers.ts';

const SCORES = [
  ['selection', 'Selection'],
  ['arguments', 'Arguments'],
  ['required', 'Required arguments'],
  ['valid', 'Valid'],
  ['parallel', 'Parallel'],
  ['abstention', 'Abstention'],
  ['choice', 'Tool choice'],
  ['final', 'Answer'],
  ['recovered', 'Recovered'],
] as const;

/** The scores that apply to a trial, then its latency, tokens, cost, attempts and recording hash. */
export function TrialFacts({ trial }: { trial: TrialRow }): JSX.Element {
  const { latencyMs, usage, costUsd, recordingHash, attempts } = trial;
  const scores = SCORES.flatMap(([key, label]) => {
    const value = trial.scores[key];
    return value === null ? [] : [[label, typeof value === 'number' ? percent(value) : value] as const];
  });
  const facts = [
    ...(latencyMs === null ? [] : [['Latency', duration(latencyMs)] as const]),
    ...(usage.input === null ? [] : [['Tokens in', count(usage.input)] as const]),
    ...(usage.output === null ? [] : [['Tokens out', count(usage.output)] as const]),
    ...(costUsd === null ? [] : [['Cost', usd(costUsd)] as const]),
    ...(attempts > 0 ? [['Requests', counted(attempts, 'attempt')] as const] : []),
    ...(recordingHash === null ? [] : [['Recording', recordingHash.slice(0, 12)] as const]),
  ];
  return (
    <section class="numbers" aria-label="Scores and numbers">
      {scores.length === 0 ? null : <h4>Scores</h4>}
      <Pairs pairs={scores} />
      {facts.length === 0 ? null : <h4>Numbers</h4>}
      <Pairs pairs={facts} />
    </section>
  );
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, string])[] }): JSX.Element | null {
  if (pairs.length === 0) return null;
  return (
    <dl class="pairs">
      {pairs.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
