import type { JSX } from 'preact';

import type { Summary } from '../../domain/run.ts';
import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { percent, percentInterval } from '../../text/numbers.ts';
import { bestOf, passRateText, shownColumns } from './model-columns.tsx';
import { Text } from '../text.tsx';

const NONE = (
  <span class="quiet" title="Does not apply">
    –
  </span>
);

/** The table of models, the highest pass rate first. */
export function ModelTable({ index }: { index: ReportIndex }): JSX.Element {
  const summaries = [...index.summary].sort((a, b) => (b.passRate ?? -1) - (a.passRate ?? -1));
  const columns = shownColumns(summaries);
  const best = new Map(columns.map((column) => [column.key, bestOf(column, summaries)]));
  return (
    <section aria-labelledby="models-heading" class="models">
      <h2 id="models-heading">Models</h2>
      <div class="scroll-x" role="region" aria-labelledby="models-heading" tabIndex={0}>
        <table class="model-table">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">
                Pass rate, 95% interval
                <span class="plot-axis" aria-hidden="true">
                  <span class="plot-scale">
                    <span>0</span>
                    <span>50</span>
                    <span>100%</span>
                  </span>
                </span>
              </th>
              {columns.map((column) => (
                <th key={column.key} scope="col" class="number" title={column.hint}>
                  {column.label}
                  <span class="under">{column.under(summaries)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summaries.map((summary) => (
              <tr key={summary.model}>
                <th scope="row">
                  <ModelName index={index} name={summary.model} />
                </th>
                <td class="plot-cell">
                  <PassRate summary={summary} />
                </td>
                {columns.map((column) => (
                  <td key={column.key} class={best.get(column.key)?.has(summary.model) ? 'number best' : 'number'}>
                    {column.show(summary) ?? NONE}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {new Set(summaries.map((one) => one.scenarios)).size > 1 ? (
        <p class="note quiet">
          Not every model was run on every scenario: rates of different scenarios say little about which model is
          better.
        </p>
      ) : null}
    </section>
  );
}

function ModelName({ index, name }: { index: ReportIndex; name: string }): JSX.Element {
  const model = index.models.find((one) => one.name === name);
  const origin =
    model === undefined
      ? ''
      : [
          model.gateway === 'sandbox' ? 'simulated' : model.gateway,
          model.protocol ?? '',
          model.source === 'import' ? 'imported' : '',
        ]
          .filter(Boolean)
          .join(' · ');
  return (
    <>
      <span class="model-name">
        <Text>{name}</Text>
      </span>
      {origin === '' ? null : (
        <span class="under">
          <Text>{origin}</Text>
        </span>
      )}
    </>
  );
}

/** Plots the pass rate as a point on a scale from 0 to 100%, on a band for its interval, and prints both as numbers. */
function PassRate({ summary }: { summary: Summary }): JSX.Element {
  const { passRate } = summary;
  if (passRate === null) return <span class="quiet">nothing judged</span>;
  const [low, high] = summary.interval ?? [passRate, passRate];
  return (
    <div class="pass-rate">
      <span class="plot" role="img" aria-label={passRateText(summary)}>
        <span class="plot-band" style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
        <span class="plot-point" style={{ left: `${passRate * 100}%` }} />
      </span>
      <span aria-hidden="true">
        <span class="pass-number">{percent(passRate)}</span>
        {summary.interval === null ? null : <span class="under">{percentInterval(summary.interval, 1)}</span>}
      </span>
    </div>
  );
}
