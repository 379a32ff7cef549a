/** Two-sided 5 %, power 80 %: standard normal quantiles. */
const Z_ALPHA = 1.959964;
const Z_BETA = 0.841621;

/**
 * Scenarios for which a difference like the one seen would show in McNemar's test at 5 % with power 80 %
 * (Connor 1987): N = (z_α/2 · √ψ + z_β · √(ψ − δ²))² / δ², ψ the share of discordant pairs, δ the difference of the
 * pass rates. Null where no difference was seen: no number would decide.
 */
export function scenariosToDecide(n: number, b: number, c: number): number | null {
  if (b === c || n === 0) return null;
  const psi = (b + c) / n;
  const delta = (c - b) / n;
  return Math.ceil((Z_ALPHA * Math.sqrt(psi) + Z_BETA * Math.sqrt(psi - delta * delta)) ** 2 / (delta * delta));
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
  return Math.ceil(((Z_ALPHA + Z_BETA) ** 2 * variance) / (mean * mean));
}
