import type { Summary } from '../domain/run.ts';

/** A gate on pass rates: `--min-pass 0.9`, `--min-pass tag=0.9`. */
export interface MinPass {
  /** Null for the gate over all scenarios. */
  readonly tag: string | null;
  /** 0..1. */
  readonly rate: number;
}

/** One model held against one gate. */
interface MinPassCheck {
  readonly model: string;
  readonly tag: string | null;
  readonly required: number;
  readonly judged: number;
  readonly pass: number;
  /** Null with nothing judged; the gate is then not met. */
  readonly passRate: number | null;
  readonly met: boolean;
}

export interface MinPassResult {
  readonly gate: 'min-pass';
  readonly met: boolean;
  readonly checks: readonly MinPassCheck[];
}

/** Holds every model against every gate. Not met without a model, and where nothing was judged. */
export function checkMinPass(summary: readonly Summary[], gates: readonly MinPass[]): MinPassResult {
  const checks = gates.flatMap((gate) => summary.map((row) => check(row, gate)));
  return { gate: 'min-pass', met: checks.length > 0 && checks.every(({ met }) => met), checks };
}

function check(row: Summary, { tag, rate }: MinPass): MinPassCheck {
  const counts = tag === null ? row : row.tags.find((entry) => entry.tag === tag);
  const judged = counts?.judged ?? 0;
  const pass = counts?.pass ?? 0;
  // Counts decide, as a rate that was divided and rounded could miss a gate it reaches exactly.
  const met = judged > 0 && pass >= rate * judged - 1e-9 * judged;
  return { model: row.model, tag, required: rate, judged, pass, passRate: judged === 0 ? null : pass / judged, met };
}
