import { TooltapeError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import { openRunFile } from '../file/run-file-read.ts';
import { againstBaseline, againstModel, type UntilPlan } from './until-plan.ts';

/** The options of `--until`. */
export interface UntilFlags {
  readonly until?: 'decided';
  readonly against?: string;
  readonly margin?: number;
  readonly maxTrials?: number;
  readonly trials?: number;
  readonly shard?: unknown;
  readonly toolOrder?: unknown;
  /** Path of the baseline's run file. */
  readonly baseline?: string;
}

/** Default of `--margin`. Most people would not act on a smaller difference of pass rates. */
const MARGIN = 0.05;
/** Default of `--max-trials`. */
export const MAX_TRIALS = 10;

/** Checks that the options of `--until` go together. Errors: USAGE. */
export function refuseUntil(flags: UntilFlags): void {
  const { until, against, margin, maxTrials, trials, shard, toolOrder } = flags;
  if (until === undefined) {
    const alone = [
      ['--against', against],
      ['--margin', margin],
      ['--max-trials', maxTrials],
    ] as const;
    const [name] = alone.find(([, value]) => value !== undefined) ?? [];
    if (name === undefined) return;
    throw new TooltapeError('USAGE', `${name} belongs to --until decided, which is not there`, {
      remedy: 'Add --until decided, or leave it out.',
    });
  }
  if (trials !== undefined) {
    throw new TooltapeError('USAGE', '--until decided adds trials as they are needed, so --trials has no meaning', {
      remedy: 'Bound them with --max-trials.',
    });
  }
  if (toolOrder !== undefined) {
    throw new TooltapeError('USAGE', '--tool-order both needs to know the number of trials, which --until decides', {
      remedy: 'Give --trials in place of --until decided.',
    });
  }
  if (shard !== undefined) {
    throw new TooltapeError('USAGE', '--until decided looks at all scenarios together, a shard sees a part of them', {
      remedy: 'Leave --shard out, or run all shards with --trials and compare the merged run.',
    });
  }
}

/**
 * The plan of `--until`; null without that option. Models are compared with the baseline where `--baseline` gives one and
 * `--against` names no model. Errors: USAGE, RUN_FILE.
 */
export function prepareUntil(
  flags: UntilFlags,
  models: readonly Model[],
  scenarios: readonly { readonly id: string }[],
): UntilPlan | null {
  const { until, against, margin, maxTrials, baseline } = flags;
  if (until === undefined) return null;
  const options = { against: against ?? null, margin: margin ?? MARGIN, maxTrials: maxTrials ?? MAX_TRIALS };
  const named = models.some(({ name }) => name === 'baseline');
  const wantsBaseline = against === undefined ? baseline !== undefined : against === 'baseline' && !named;
  if (!wantsBaseline) return againstModel(options, models);
  if (baseline === undefined) {
    throw new TooltapeError('USAGE', '--against baseline: no baseline is named', {
      remedy: 'Add --baseline <run.json>; `tooltape bless` writes one.',
    });
  }
  return againstBaseline(options, models, new Set(scenarios.map(({ id }) => id)), openRunFile(baseline));
}
