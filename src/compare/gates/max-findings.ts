import type { TrialRow } from '../../domain/run.ts';
import { SEVERITIES, type Severity, type WireCheck } from '../../domain/wire.ts';

/** The worst severity of a wire finding that is allowed. */
export type FindingLevel = 'none' | Exclude<Severity, 'breaking'>;
export const FINDING_LEVELS: readonly FindingLevel[] = ['none', 'cosmetic', 'degrading'];

/** The wire findings of one model, compared with the level. */
export interface MaxFindingsCheck {
  readonly model: string;
  /** Trials that received at least one response. */
  readonly trials: number;
  /** Checks with findings above the level, worst first, with the number of trials. */
  readonly beyond: readonly { readonly check: WireCheck; readonly severity: Severity; readonly trials: number }[];
  /** Trials with findings of which none is above the level. */
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

/**
 * Compares the wire findings of every model with a level. Not met without a model, and for a model whose trials received no
 * response.
 */
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
  // An error with a status is a response that the wire checks have read, too.
  const answered = row.steps.length > 0 || row.findings.length > 0 || typeof row.error?.status === 'number';
  if (!answered) return;
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

/** Rank of a severity, from 1. `none` of `FINDING_LEVELS` has rank 0. */
function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}
