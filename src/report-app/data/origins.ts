import { DEFAULT_PROTOCOL } from '../../domain/protocol.ts';
import type { ReportIndex } from '../../report/reporters/html/report-index.ts';

/** The results of all models that share a gateway or a protocol. */
export interface Origin {
  readonly name: string;
  readonly models: readonly string[];
  readonly judged: number;
  readonly pass: number;
  /** Number of trials that ended in a provider error or had no recording. */
  readonly notJudged: number;
  /** Number of trials with a wire finding, by check, the worst check first. */
  readonly findings: readonly { readonly check: string; readonly trials: number }[];
}

/** Returns the results by gateway; empty when the run has one gateway. */
export function byGateway(index: ReportIndex): readonly Origin[] {
  return originsBy(index, ({ gateway }) => (gateway === 'sandbox' ? 'sandbox (simulated)' : gateway));
}

/** Returns the results by protocol; empty when the run has one protocol. */
export function byProtocol(index: ReportIndex): readonly Origin[] {
  return originsBy(index, ({ protocol }) => protocol ?? DEFAULT_PROTOCOL);
}

function originsBy(
  { models, summary, wireRows }: ReportIndex,
  nameOf: (model: ReportIndex['models'][number]) => string,
): readonly Origin[] {
  const groups = Map.groupBy(models, nameOf);
  if (groups.size < 2) return [];
  return [...groups].map(([name, members]) => {
    const names = new Set(members.map((model) => model.name));
    const rows = summary.filter(({ model }) => names.has(model));
    const total = (value: (row: (typeof rows)[number]) => number): number =>
      rows.reduce((sum, row) => sum + value(row), 0);
    return {
      name,
      models: [...names],
      judged: total(({ judged }) => judged),
      pass: total(({ pass }) => pass),
      notJudged: total(({ error, unrecorded }) => error + unrecorded),
      findings: wireRows.flatMap(({ check, models: found }) => {
        const trials = found.reduce((sum, { model, trials: n }) => (names.has(model) ? sum + n : sum), 0);
        return trials === 0 ? [] : [{ check, trials }];
      }),
    };
  });
}
