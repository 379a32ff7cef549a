import type { TrialRow } from '../../domain/run.ts';
import { SEVERITIES, type Severity, type WireCheck } from '../../domain/wire.ts';

/** The worst severity that is allowed. */
export type FindingLevel = 'none' | Exclude<Severity, 'breaking'>;
export const FINDING_LEVELS: readonly FindingLevel[] = ['none', 'cosmetic', 'degrading'];

/** One model held against the gate. */
export interface MaxFindingsCheck {
  readonly model: string;
  /** Trials in which something came over the wire. */
  readonly trials: number;
  /** Checks with a finding worse than allowed, worst first, with the trials that have it. */
  readonly beyond: readonly { readonly check: WireCheck; readonly severity: Severity; readonly trials: number }[];
  /** Trials with a finding that is allowed and no worse one. */
  readonly allowed: number;
  readonly met: boolean;
}

export interface MaxFindingsResult {
  readonly gate: 'max-findings';
  readonly level: FindingLevel;
  readonly met: boolean;
  readonly checks: readonly MaxFindingsCheck[];
}

interface ModelTally {
  trials: number;
  allowed: number;
  readonly beyond: Map<WireCheck, { severity: Severity; trials: number }>;
}

/** Holds the wire findings of every model against a level. Not met without a model, and for a model of which nothing came over the wire. */
export function checkMaxFindings(
  models: readonly string[],
  trials: Iterable<TrialRow>,
  level: FindingLevel,
): MaxFindingsResult {
  const tallies = new Map(models.map((model): [string, ModelTally] => [model, emptyTally()]));
  for (const row of trials) {
    const tally = tallies.get(row.model) ?? emptyTally();
    tallies.set(row.model, tally);
    add(tally, row, level);
  }
  const checks = [...tallies].map(([model, { trials: checked, allowed, beyond }]): MaxFindingsCheck => {
    const worstFirst = [...beyond]
      .map(([check, counts]) => ({ check, ...counts }))
      .sort((a, b) => rank(b.severity) - rank(a.severity) || b.trials - a.trials);
    return { model, trials: checked, beyond: worstFirst, allowed, met: checked > 0 && beyond.size === 0 };
  });
  return { gate: 'max-findings', level, met: checks.length > 0 && checks.every(({ met }) => met), checks };
}

function emptyTally(): ModelTally {
  return { trials: 0, allowed: 0, beyond: new Map() };
}

function add(tally: ModelTally, row: TrialRow, level: FindingLevel): void {
  if (row.steps.length === 0 && row.findings.length === 0) return;
  tally.trials += 1;
  const most = FINDING_LEVELS.indexOf(level);
  const worst = new Map<WireCheck, Severity>();
  for (const { check, severity } of row.findings) {
    const known = worst.get(check);
    if (rank(severity) > most && (known === undefined || rank(severity) > rank(known))) worst.set(check, severity);
  }
  if (worst.size === 0 && row.findings.length > 0) tally.allowed += 1;
  for (const [check, severity] of worst) {
    const known = tally.beyond.get(check) ?? { severity, trials: 0 };
    known.trials += 1;
    if (rank(severity) > rank(known.severity)) known.severity = severity;
    tally.beyond.set(check, known);
  }
}

/** From 1; `FINDING_LEVELS` counts alike, with `none` as 0. */
function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}
