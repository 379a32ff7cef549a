import type { JSX } from 'preact';

import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { GROUP_METHOD, groupsInWords } from '../../report/sections/group-section.ts';
import { candidateText, untilMethod } from '../../report/sections/until-section.ts';
import { Text } from '../text.tsx';

/** Maximum number of groups in the list, because a longer list is no summary. */
const SHOWN = 12;

/** The text below the table of models: decisions of `until`, and groups of models without a significant difference. */
export function Groups({ index: { groups, until } }: { index: ReportIndex }): JSX.Element {
  return (
    <div class="groups">
      {until === null ? null : (
        <>
          <ul>
            {until.candidates.map((candidate) => (
              <li key={candidate.model} dir="auto">
                <b>
                  <Text>{candidate.model}</Text>
                </b>{' '}
                <Text>{candidateText(candidate, until)}</Text>
              </li>
            ))}
          </ul>
          <p class="quiet">{untilMethod(until)}</p>
        </>
      )}
      {groups === null || groups.pairs === 0 ? null : (
        <>
          <p>{groupsInWords(groups)}</p>
          <ul>
            {groups.groups.slice(0, SHOWN).map((models) => (
              <li key={models.join(' ')} dir="auto">
                <Text>{models.join(', ')}</Text>: no significant difference
              </li>
            ))}
          </ul>
          <p class="quiet">{GROUP_METHOD}</p>
        </>
      )}
    </div>
  );
}
