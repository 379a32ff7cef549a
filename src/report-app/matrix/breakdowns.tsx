import type { JSX } from 'preact';

import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { type Breakdown, byReason, byTag } from '../data/breakdown.ts';
import { Text } from '../text.tsx';

/** The tables of passes by tag and failures by reason. A table without rows does not render. */
export function Breakdowns({ index }: { index: ReportIndex }): JSX.Element {
  return (
    <>
      <BreakdownTable index={index} title="Passed by tag" of={byTag(index)} />
      <BreakdownTable index={index} title="Failed by reason" of={byReason(index)} />
    </>
  );
}

function BreakdownTable({
  index,
  title,
  of,
}: {
  index: ReportIndex;
  title: string;
  of: Breakdown;
}): JSX.Element | null {
  if (of.rows.length === 0) return null;
  return (
    <details class="breakdown">
      <summary>{title}</summary>
      <div class="scroll-x" role="region" aria-label={title} tabIndex={0}>
        <table class="model-table">
          <thead>
            <tr>
              <th scope="col">{title.endsWith('tag') ? 'Tag' : 'Reason'}</th>
              {index.summary.map(({ model }) => (
                <th key={model} scope="col" class="number">
                  <Text>{model}</Text>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row">
                  <Text>{name}</Text>
                </th>
                {cells.map(({ text, hint }, i) => (
                  <td key={i} class="number" title={hint}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
