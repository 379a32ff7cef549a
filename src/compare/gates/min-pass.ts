import type { Summary } from '../../domain/run.ts';
import { reaches } from './each-floor.ts';

/** The word that stands for every scenario by itself, where a tag may stand. */
export const EACH = 'each';

/** A gate on pass rates: `--min-pass 0.9`, `--min-pass tag=0.9`, `--min-pass each=0.9`. */
export interface MinPass {
  /** Null for the gate over all scenarios, `each` for one on every scenario by itself. */
  readonly tag: string | null;
  /** 0..1. */
  readonly rate: number;
}

/** One model held against one gate. */
export interface MinPassCheck {
  readonly model: string;
  readonly tag: string | null;
  readonly required: number;
  readonly judged: number;
  readonly pass: number;
  /** Null with nothing judged; the gate is then not met. */
  readonly passRate: number | null;
  /** Trials of the model that ended in an error, on any tag: in no pass rate. */
  readonly error: number;
  /** Trials of the model without a recording, on any tag. */
  readonly unrecorded: number;
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
  const met = judged > 0 && reaches(pass, judged, rate);
  const passRate = judged === 0 ? null : pass / judged;
  const { model, error, unrecorded } = row;
  return { model, tag, required: rate, judged, pass, passRate, error, unrecorded, met };
}
