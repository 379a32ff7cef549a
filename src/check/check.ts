import type { ToolEnvironment } from '../conversation/tools/simulate-tool.ts';
import type { Issue } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import { PatternStopped } from '../pattern/pattern-stopped.ts';
import { WITHOUT_MODULES } from '../sandbox/rehearse.ts';
import type { Finding } from './finding.ts';
import { LINTS } from './lints.ts';
import { mutate, type MutationResult } from './mutants/mutate.ts';
import { judgesResults } from './mutants/play-answers.ts';
import { consultOracle, type OracleResult } from './oracle.ts';

export interface CheckOptions {
  /** Runs tool modules where a verdict depends on what they answer or change; without it each answers null. */
  readonly tools?: ToolEnvironment;
  /** Told after each scenario. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What `check` says of one scenario. */
export interface CheckReport {
  readonly scenario: string;
  readonly file: string;
  /** Paths inside the scenario, without lines; `checkLoaded` gives both. */
  readonly issues: readonly Issue[];
  /** Right answers that do not pass, and empty ones that do. They are no issues: nothing but the scorer's own words says why. */
  readonly oracle: OracleResult;
  /** Null where the oracle is rejected, for then nothing can be said of faults. */
  readonly mutants: MutationResult | null;
}

/** Checks scenarios one after the other, in the order given: lints, the oracle's answer, and the oracle's answer with faults. */
export async function* checkScenarios(
  scenarios: readonly Scenario[],
  options: CheckOptions = {},
): AsyncGenerator<CheckReport> {
  const lints = LINTS.map((lint) => lint.over(scenarios));
  for (const [index, scenario] of scenarios.entries()) {
    const findings = lints.flatMap((lint) => [...lint(scenario)]);
    yield await checkScenario(scenario, findings, options.tools);
    options.onProgress?.(index + 1, scenarios.length);
  }
}

async function checkScenario(
  scenario: Scenario,
  findings: readonly Finding[],
  tools: ToolEnvironment = WITHOUT_MODULES,
): Promise<CheckReport> {
  const issues = findings.map((finding) => toIssue(scenario, finding));
  return { scenario: scenario.id, file: scenario.file, issues, ...(await rehearse(scenario, tools)) };
}

async function rehearse(scenario: Scenario, tools: ToolEnvironment): Promise<Pick<CheckReport, 'oracle' | 'mutants'>> {
  // Whose tools nobody knows: agents bring them.
  if (scenario.undeclaredTools === true)
    return { oracle: { pass: true, rejected: [], passesEmpty: [] }, mutants: null };
  const environment = judgesResults(scenario) ? tools : WITHOUT_MODULES;
  try {
    const oracle = await consultOracle(scenario, environment);
    return { oracle, mutants: oracle.pass ? await mutate(scenario, environment) : null };
  } catch (error) {
    if (!(error instanceof PatternStopped)) throw error;
    // Nothing can be said of a right answer that a pattern is not done with; `slow-pattern` names the pattern.
    return { oracle: { pass: false, rejected: [], passesEmpty: [] }, mutants: null };
  }
}

function toIssue(scenario: Scenario, { code, severity, message, path }: Finding): Issue {
  return { file: scenario.file, line: null, path, message, severity, code };
}
