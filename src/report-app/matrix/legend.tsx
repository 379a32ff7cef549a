import type { JSX } from 'preact';

import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { FAMILIES, familyOf, type Family } from '../data/outcomes.ts';

/** The meaning of each colour and symbol that occurs in the matrix. */
export function Legend({ index }: { index: ReportIndex }): JSX.Element {
  const present = new Set(index.outcomes.map(({ status, reason }) => familyOf(status, reason)));
  const families = (Object.keys(FAMILIES) as Family[]).filter((family) => present.has(family));
  return (
    <ul class="legend" aria-label="Meaning of the colours">
      {families.map((family) => (
        <li key={family}>
          <span class={`swatch family-${family}`} aria-hidden="true">
            {FAMILIES[family].symbol}
          </span>
          {FAMILIES[family].label}
        </li>
      ))}
      {[3, 2].map((severity) =>
        index.trials.wire.includes(severity) ? (
          <li key={severity}>
            <span class={`wire-mark wire-${severity}`} aria-hidden="true" />
            {severity === 3 ? 'Breaks' : 'Degrades'} on the wire
          </li>
        ) : null,
      )}
    </ul>
  );
}
