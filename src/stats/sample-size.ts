import { fewestDiffering } from './mcnemar.ts';
import { normalQuantile, Z_POWER } from './normal-quantile.ts';

/**
 * Scenarios for which a difference like the one seen would show in McNemar's test with power 80% (Connor 1987):
 * N = (z_α/2 · √ψ + z_β · √(ψ − δ²))² / δ², ψ the share of discordant pairs, δ the difference of the pass rates; never fewer than
 * it takes to see as many differ as the test needs. `level` is that of the test, two-sided, after its correction. Null where no
 * difference was seen: no number would decide.
 */
export function scenariosToDecide(n: number, b: number, c: number, level: number): number | null {
  if (b === c || n === 0) return null;
  const psi = (b + c) / n;
  const delta = (c - b) / n;
  const z = normalQuantile(1 - level / 2);
  const byPower = (z * Math.sqrt(psi) + Z_POWER * Math.sqrt(psi - delta * delta)) ** 2 / (delta * delta);
  return Math.ceil(Math.max(byPower, fewestDiffering(level) / psi));
}

/**
 * The same with several trials a scenario: N = ((z_α/2 + z_β) · s / δ)², s the standard deviation over scenarios of the
 * difference within a scenario, δ their mean. Null where no difference was seen, or with fewer than two scenarios.
 */
export function clustersToDecide(differences: readonly number[], level: number): number | null {
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2 || mean === 0) return null;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const differing = differences.filter((value) => value !== 0).length / n;
  const z = normalQuantile(1 - level / 2) + Z_POWER;
  return Math.ceil(Math.max((z ** 2 * variance) / (mean * mean), fewestDiffering(level) / differing));
}
