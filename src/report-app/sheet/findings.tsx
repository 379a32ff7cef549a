import type { JSX } from 'preact';

import type { FindingRow } from '../../domain/run.ts';
import { SEVERITIES } from '../../domain/wire.ts';
import { CheckText } from '../panels/check-text.tsx';
import type { WireRow } from '../../report/reporters/html/report-index.ts';
import { LongText, Text } from '../text.tsx';

function worstFirst(findings: readonly FindingRow[]): FindingRow[] {
  return findings.toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

interface FindingsProps {
  readonly findings: readonly FindingRow[];
  /** The wire checks with findings in this run, with their rules. */
  readonly rows: readonly WireRow[];
}

/** The wire findings of a trial, worst first. Each names the cassette and interaction that prove it. */
export function Findings({ findings, rows }: FindingsProps): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <section class="findings" aria-label="Wire findings">
      <h4>Wire</h4>
      <ul>
        {worstFirst(findings).map(({ check, severity, message, evidence }, i) => (
          <li key={i}>
            <p>
              <span class={`severity severity-${severity}`}>{severity}</span> <b>{check}</b>{' '}
              <span dir="auto">
                <Text>{message}</Text>
              </span>
            </p>
            {evidence.excerpt === '' ? null : (
              <pre class="code" dir="auto">
                <LongText>{evidence.excerpt}</LongText>
              </pre>
            )}
            <p class="quiet evidence">
              <Text>{evidence.cassette}</Text>, interaction {evidence.interaction}
            </p>
            <CheckText row={rows.find((row) => row.check === check)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
