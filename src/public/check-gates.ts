import type { Tolerance } from '../compare/gates/baseline.ts';
import { checkGates as hold, type CheckedGates } from '../compare/gates/check-gates.ts';
import { FINDING_LEVELS, type FindingLevel } from '../compare/gates/max-findings.ts';
import type { Run } from '../domain/run.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import { OBJECT, oneOf, RUN, type OptionRules } from './checks/rules.ts';

export interface GateOptions {
  /**
   * Least pass rate of each model, 0..1; or least rates by tag, where `each` means every scenario alone: `{ safety: 1, each:
   * 0.5 }`. Default: no gate.
   */
  readonly minPass?: number | { readonly [tag: string]: number };
  /** The worst wire finding that is allowed: `none`, `cosmetic` or `degrading`. Default: no gate. */
  readonly maxFindings?: FindingLevel;
  /** A run to compare with. Default: no gate. */
  readonly baseline?: Run;
  /**
   * For `baseline`. `none`: nothing may pass less often than in the baseline. `chance`: differences that chance explains are
   * allowed. Default: none.
   */
  readonly tolerance?: Tolerance;
}

const isRate = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const RULES: OptionRules = {
  minPass: {
    says: 'a rate from 0 to 1, or rates by tag',
    accepts: (value) => isRate(value) || (OBJECT.accepts(value) && Object.values(value as object).every(isRate)),
  },
  maxFindings: oneOf(...FINDING_LEVELS),
  baseline: RUN,
  tolerance: oneOf('none', 'chance'),
};

/**
 * Checks a run against gates, as `--min-pass`, `--max-findings` and `--baseline` do, and against each scenario's own
 * `min_pass`.
 *
 * Returns whether all gates are met, and the result of each, for `report` and for messages. A gate without a judged trial is
 * not met.
 * Errors: USAGE for an option that does not exist or has a wrong value; RUN_FILE when trials of one of the runs are not sorted.
 *
 * @example
 * const { met, results } = await checkGates(await replay(), { minPass: 0.9, baseline: openRun('baseline.json') });
 * process.exitCode = met ? 0 : 1;
 */
export function checkGates(run: Run, options: GateOptions = {}): Promise<CheckedGates> {
  expectArgument('checkGates', 'run', run, RUN);
  checkOptions('checkGates', options, RULES);
  const { minPass, maxFindings, baseline = null, tolerance } = options;
  const rates =
    minPass === undefined
      ? []
      : typeof minPass === 'number'
        ? [{ tag: null, rate: minPass }]
        : Object.entries(minPass).map(([tag, rate]) => ({ tag, rate }));
  return hold(run, baseline, {
    ...(rates.length > 0 && { minPass: rates }),
    ...(maxFindings !== undefined && { maxFindings }),
    ...(tolerance !== undefined && { baselineTolerance: tolerance }),
  });
}
