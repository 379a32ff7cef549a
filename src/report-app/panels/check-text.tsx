import type { JSX } from 'preact';

import type { WireRow } from '../../report/reporters/html/report-index.ts';
import { Text } from '../text.tsx';

/** What a wire check demands, in the words of the documentation, and where the fault was seen elsewhere. */
export function CheckText({ row }: { row: WireRow | undefined }): JSX.Element | null {
  if (row === undefined || row.says === '') return null;
  return (
    <details class="check-text">
      <summary>What {row.check} checks</summary>
      <div>
        <p>It must hold that {row.says}.</p>
        {row.rules.map(({ protocol, says }) => (
          <p key={protocol}>
            Over {protocol}: <Text>{says}</Text>
          </p>
        ))}
        <p>Severity: {row.scale}.</p>
        {row.links.length === 0 ? null : (
          <p>
            Seen in{' '}
            {row.links.map((link, i) => (
              <>
                {i === 0 ? '' : ', '}
                <a href={link} rel="noreferrer">
                  {linkName(link)}
                </a>
              </>
            ))}
            . The page <code>docs/wire.md</code> of the package has all checks.
          </p>
        )}
      </div>
    </details>
  );
}

/** `vllm#22975` for an issue, the host otherwise. */
function linkName(link: string): string {
  const issue = /^https:\/\/github\.com\/[^/]+\/([^/]+)\/(?:issues|pull)\/(\d+)$/.exec(link);
  return issue === null ? new URL(link).host : `${issue[1]}#${issue[2]}`;
}
