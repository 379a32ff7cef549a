/** Two-sided 5%, power 80%: standard normal quantiles. */
const Z_ALPHA = 1.959964;
const Z_BETA = 0.841621;
/** Fewest scenarios that differ, all in one direction, with p < 0.05: 2 / 2^6 = 0.031. */
const FEWEST_DIFFERING = 6;

/**
 * Scenarios for which a difference like the one seen would show in McNemar's test at 5% with power 80%
 * (Connor 1987): N = (z_α/2 · √ψ + z_β · √(ψ − δ²))² / δ², ψ the share of discordant pairs, δ the difference of the
 * pass rates; never fewer than it takes to see six differ. Null where no difference was seen: no number would decide.
 */
export function scenariosToDecide(n: number, b: number, c: number): number | null {
  if (b === c || n === 0) return null;
  const psi = (b + c) / n;
  const delta = (c - b) / n;
  const byPower = (Z_ALPHA * Math.sqrt(psi) + Z_BETA * Math.sqrt(psi - delta * delta)) ** 2 / (delta * delta);
  return Math.ceil(Math.max(byPower, FEWEST_DIFFERING / psi));
}

/**
 * The same with several trials a scenario: N = ((z_α/2 + z_β) · s / δ)², s the standard deviation over scenarios of the
 * difference within a scenario, δ their mean. Null where no difference was seen, or with fewer than two scenarios.
 */
export function clustersToDecide(differences: readonly number[]): number | null {
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2 || mean === 0) return null;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const differing = differences.filter((value) => value !== 0).length / n;
  return Math.ceil(Math.max(((Z_ALPHA + Z_BETA) ** 2 * variance) / (mean * mean), FEWEST_DIFFERING / differing));
}
