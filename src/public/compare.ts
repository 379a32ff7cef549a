import { compareModels as modelsOf } from '../compare/compare-models.ts';
import { compareRuns as changesOf } from '../compare/compare-runs.ts';
import type { ModelComparison, RunComparison } from '../compare/comparison.ts';
import type { Run } from '../domain/run.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import { RUN, TEXT } from './checks/rules.ts';

const RULES = { baseline: TEXT };

export interface CompareOptions {
  /** The model that the others are compared with. Default: the first listed. */
  readonly baseline?: string;
}

/**
 * Compares the models of one run on the same scenarios and trials, paired: exact McNemar test, with several trials the exact
 * sign-flip test over scenarios, Holm-corrected.
 *
 * Returns the models, best pass rate first, each with its difference to the baseline (0..1, with a 95% interval) in the word
 * better, worse or inconclusive.
 * Errors: UNKNOWN_MODEL when the run has no such baseline, RUN_FILE when its trials are not sorted.
 *
 * @example
 * const { pairs } = compareModels(run, { baseline: 'gpt-4o' });
 * const worse = pairs.filter(({ verdict }) => verdict === 'worse');
 */
export function compareModels(run: Run, options: CompareOptions = {}): ModelComparison {
  expectArgument('compareModels', 'run', run, RUN);
  checkOptions('compareModels', options, RULES);
  return modelsOf(run.header, run.summary, run.trials(), options);
}

/**
 * Compares two runs, model by model, on the same scenarios and trials. Where the runs share no model, the baseline of the first
 * stands against each model of the second.
 *
 * Returns what changed (newly failing, newly passing, slower, dearer), why, and whether it is more than chance.
 * Errors: UNKNOWN_MODEL when the first run has no such baseline, RUN_FILE when trials are not sorted.
 *
 * @example
 * const { regressions, changes } = compareRuns(openRun('before.json'), openRun('after.json'));
 */
export function compareRuns(before: Run, after: Run, options: CompareOptions = {}): RunComparison {
  expectArgument('compareRuns', 'before', before, RUN);
  expectArgument('compareRuns', 'after', after, RUN);
  checkOptions('compareRuns', options, RULES);
  return changesOf(before, after, options);
}
