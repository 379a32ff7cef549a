import { DEFAULT_PROTOCOL } from '../../../domain/protocol.ts';
import type { ModelRow, TrialRow } from '../../../domain/run.ts';
import { SEVERITIES } from '../../../domain/wire.ts';
import { CHECKS } from '../../../protocol/checks.ts';
import { protocolNamed } from '../../../protocol/protocols.ts';
import { findingTally, type NotedFinding } from '../../sections/noted/finding-tally.ts';
import type { WireRow } from './report-index.ts';

/** Collects the wire findings of a run while its trials pass by. */
export function wireCounter(models: readonly ModelRow[]): { add(row: TrialRow): void; finish(): WireRow[] } {
  const tally = findingTally();
  return {
    add: (row) => tally.add(row),
    finish: () => rowsOf(tally.list(), models),
  };
}

/** One row a check: worst first, then the most frequent. */
function rowsOf(noted: readonly NotedFinding[], models: readonly ModelRow[]): WireRow[] {
  const byCheck = Map.groupBy(noted, ({ check }) => check);
  const protocols = new Map(models.map(({ name, protocol }) => [name, protocol ?? DEFAULT_PROTOCOL]));
  const rows = [...byCheck].map(([check, found]): WireRow => {
    const row = CHECKS.find(({ code }) => code === check);
    const broken = new Set(found.map(({ model }) => protocols.get(model) ?? DEFAULT_PROTOCOL));
    const rules = [...broken].flatMap((protocol) => {
      const says = protocolNamed(protocol).checks[check];
      return says === undefined ? [] : [{ protocol, says }];
    });
    return {
      check,
      says: row?.says ?? '',
      rules,
      scale: row?.severity ?? '',
      links: row?.evidence ?? [],
      severity: found[0]?.severity ?? 'cosmetic',
      models: found.map(({ model, severity, trials, example }) => ({
        model,
        severity,
        trials,
        scenario: example.scenario,
        trial: example.trial,
        message: example.finding.message,
        excerpt: example.finding.evidence.excerpt,
      })),
    };
  });
  const total = (row: WireRow): number => row.models.reduce((sum, { trials }) => sum + trials, 0);
  return rows.sort((a, b) => rank(b) - rank(a) || total(b) - total(a));
}

function rank({ severity }: WireRow): number {
  return SEVERITIES.indexOf(severity);
}
