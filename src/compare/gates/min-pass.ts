import type { Summary } from '../../domain/run.ts';
import { reaches } from './each-floor.ts';

/** The word for "every scenario alone", in the place of a tag. */
export const EACH = 'each';

/** A tag; null for all scenarios together; `each` for every scenario alone. */
export interface MinPass {
  /** Null for the gate over all scenarios, `each` for one on every scenario by itself. */
  readonly tag: string | null;
  /** The share that must pass, 0..1. */
  readonly rate: number;
}

/** One model, compared with one gate. */
export interface MinPassCheck {
  readonly model: string;
  readonly tag: string | null;
  readonly required: number;
  readonly judged: number;
  readonly pass: number;
  /** Null without a judged trial; the gate is not met then. */
  readonly passRate: number | null;
  /** Trials of the model that ended in an error, whatever their tag. The pass rate leaves them out. */
  readonly error: number;
  /** Trials of the model without a recording, whatever their tag. */
  readonly unrecorded: number;
  readonly met: boolean;
}

export interface MinPassResult {
  readonly gate: 'min-pass';
  readonly met: boolean;
  readonly checks: readonly MinPassCheck[];
}

/** Compares every model with every gate. Not met without a model, and where a model has no judged trial. */
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
