import type { LoadedCheck } from '../check/check-loaded.ts';
import type { CheckSummary } from '../check/summary.ts';
import { createToolModules, lockedGuard } from '../conversation/tools/tool-modules.ts';
import { checkOptions } from './checks/check-options.ts';
import { FUNCTION } from './checks/rules.ts';
import { LOAD_RULES } from './checks/run-rules.ts';
import { scenariosFrom, type LoadOptions, type ScenarioSource } from './scenarios.ts';

export interface CheckOptions extends LoadOptions {
  /** Called after each scenario. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The result of `checkScenarios`. */
export interface CheckResult extends LoadedCheck {
  /** Totals over all scenarios: errors, warnings, and the share of wrong answers that fail, 0..1. */
  readonly summary: CheckSummary;
}

/**
 * Checks whether scenarios are sound, as `tooltape check` does: lints, whether the right answer passes, and whether answers with one
 * fault each are caught. Tool modules run without network.
 *
 * Returns `issues` with file, line and path, `reports` by scenario, and a `summary`. Default: the scenarios of the folder
 * `scenarios`.
 * Errors: SCENARIO for files that cannot be loaded, NETWORK_LOCKED where the variable NOCK_OFF is set and a tool module is run.
 *
 * @example
 * const { issues, summary } = await checkScenarios();
 * console.log(summary.errors, summary.mutationScore); // 0 0.98
 */
export async function checkScenarios(scenarios?: ScenarioSource, options: CheckOptions = {}): Promise<CheckResult> {
  checkOptions('checkScenarios', options, { ...LOAD_RULES, onProgress: FUNCTION });
  const loaded = scenariosFrom('checkScenarios', scenarios, options);
  const [{ checkLoaded }, { summariseChecks }] = await Promise.all([
    import('../check/check-loaded.ts'),
    import('../check/summary.ts'),
  ]);
  const tools = { runModule: createToolModules(lockedGuard(process.env['NOCK_OFF'])), sleep: () => Promise.resolve() };
  const { onProgress } = options;
  const checked = await checkLoaded(loaded, { tools, ...(onProgress !== undefined && { onProgress }) });
  return { ...checked, summary: summariseChecks(checked.reports) };
}
