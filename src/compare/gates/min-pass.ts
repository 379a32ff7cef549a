import type { ScenarioRow, Summary, TrialRow } from '../../domain/run.ts';
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
  /** Trials of the model, with the tag, that ended in an error. The pass rate leaves them out. */
  readonly error: number;
  /** Trials of the model, with the tag, without a recording. */
  readonly unrecorded: number;
  readonly met: boolean;
}

export interface MinPassResult {
  readonly gate: 'min-pass';
  readonly met: boolean;
  readonly checks: readonly MinPassCheck[];
}

/** Numbers of trials that could not be judged. */
export interface NotJudged {
  readonly error: number;
  readonly unrecorded: number;
}

const NONE: NotJudged = { error: 0, unrecorded: 0 };

/**
 * Compares every model with every gate. `onTag` counts the trials of a model with a tag that could not be judged (default: none).
 * Not met without a model, and where a model has no judged trial.
 */
export function checkMinPass(
  summary: readonly Summary[],
  gates: readonly MinPass[],
  onTag: (model: string, tag: string) => NotJudged = () => NONE,
): MinPassResult {
  const checks = gates.flatMap((gate) => summary.map((row) => check(row, gate, onTag)));
  return { gate: 'min-pass', met: checks.length > 0 && checks.every(({ met }) => met), checks };
}

/** Counts the trials that could not be judged, by model and tag. Returns the function that finds the counts of both. */
export function notJudgedOnTags(
  scenarios: readonly ScenarioRow[],
  trials: Iterable<TrialRow>,
): (model: string, tag: string) => NotJudged {
  const tagsOf = new Map(scenarios.map(({ id, tags }) => [id, tags]));
  const counts = new Map<string, { error: number; unrecorded: number }>();
  for (const { scenario, model, status } of trials) {
    if (status !== 'error' && status !== 'unrecorded') continue;
    for (const tag of tagsOf.get(scenario) ?? []) {
      const key = JSON.stringify([model, tag]);
      const count = counts.get(key) ?? { error: 0, unrecorded: 0 };
      count[status] += 1;
      counts.set(key, count);
    }
  }
  return (model, tag) => counts.get(JSON.stringify([model, tag])) ?? NONE;
}

function check(row: Summary, { tag, rate }: MinPass, onTag: (model: string, tag: string) => NotJudged): MinPassCheck {
  const counts = tag === null ? row : row.tags.find((entry) => entry.tag === tag);
  const judged = counts?.judged ?? 0;
  const pass = counts?.pass ?? 0;
  const met = judged > 0 && reaches(pass, judged, rate);
  const passRate = judged === 0 ? null : pass / judged;
  const { model } = row;
  const { error, unrecorded } = tag === null ? row : onTag(model, tag);
  return { model, tag, required: rate, judged, pass, passRate, error, unrecorded, met };
}
