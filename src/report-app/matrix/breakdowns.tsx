import type { JSX } from 'preact';

import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { type BreakdownTable, byReason, byTag } from '../data/breakdown.ts';
import { FoldedTable, type Head } from '../folded-table.tsx';
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
  of: BreakdownTable;
}): JSX.Element | null {
  if (of.rows.length === 0) return null;
  const heads: Head[] = [
    { text: title.endsWith('tag') ? 'Tag' : 'Reason' },
    ...index.summary.map(({ model }) => ({ text: model, number: true })),
  ];
  return (
    <FoldedTable title={title} heads={heads}>
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
    </FoldedTable>
  );
}
