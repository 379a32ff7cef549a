import type { JSX } from 'preact';

import type { WireRow } from '../../report/reporters/html/report-index.ts';
import { Text } from '../text.tsx';

/** The rule of a wire check in the words of the documentation, with links to reports of the fault. */
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

/** Returns `vllm#22975` for a GitHub issue or pull request, and the host for any other link. */
function linkName(link: string): string {
  const issue = /^https:\/\/github\.com\/[^/]+\/([^/]+)\/(?:issues|pull)\/(\d+)$/.exec(link);
  return issue === null ? new URL(link).host : `${issue[1]}#${issue[2]}`;
}
