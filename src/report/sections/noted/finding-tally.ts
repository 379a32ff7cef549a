import type { FindingRow, TrialRow } from '../../../domain/run.ts';
import { SEVERITIES } from '../../../domain/wire.ts';

/** A wire check with findings in a model's responses. */
export interface NotedFinding {
  readonly model: string;
  readonly check: FindingRow['check'];
  /** Worst severity of the findings. */
  readonly severity: FindingRow['severity'];
  /** Number of trials with a finding. */
  readonly trials: number;
  /** The first of the worst. */
  readonly example: { readonly scenario: string; readonly trial: number; readonly finding: FindingRow };
}

/** Counts wire findings by model and check, fed trial by trial. */
export interface FindingTally {
  add(row: TrialRow): void;
  /** The checks, worst severity first, then the most frequent. */
  list(): NotedFinding[];
}

/** An empty tally. */
export function findingTally(): FindingTally {
  const findings = new Map<string, { -readonly [key in keyof NotedFinding]: NotedFinding[key] }>();
  return {
    add({ model, scenario, trial, findings: found }) {
      if (found.length === 0) return;
      const seen = new Set<string>();
      for (const finding of found) {
        const { check, severity } = finding;
        const key = JSON.stringify([model, check]);
        const example = { scenario, trial, finding };
        const known = findings.get(key);
        if (known === undefined) {
          findings.set(key, { model, check, severity, trials: 1, example });
        } else {
          if (!seen.has(key)) known.trials += 1;
          if (rank(severity) > rank(known.severity)) {
            known.severity = severity;
            known.example = example;
          }
        }
        seen.add(key);
      }
    },
    list: () => [...findings.values()].sort((a, b) => rank(b.severity) - rank(a.severity) || b.trials - a.trials),
  };
}

function rank(severity: FindingRow['severity']): number {
  return SEVERITIES.indexOf(severity);
}
