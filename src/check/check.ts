import type { ToolEnvironment } from '../conversation/tools/simulate-tool.ts';
import type { Issue } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import { PatternStopped } from '../pattern/pattern-stopped.ts';
import { WITHOUT_MODULES } from '../sandbox/rehearse.ts';
import type { LintIssue } from './lint.ts';
import { LINTS } from './lints.ts';
import { mutate, type MutationResult } from './mutants/mutate.ts';
import { judgesResults } from './mutants/play-answers.ts';
import { consultOracle, type OracleResult } from './oracle.ts';

export interface CheckOptions {
  /**
   * Runs the tool modules of scenarios whose verdict depends on results or state. Default: modules do not run, and each answers
   * null.
   */
  readonly tools?: ToolEnvironment;
  /** Called after each scenario. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The issues of `check` about one scenario. */
export interface CheckReport {
  readonly scenario: string;
  readonly file: string;
  /** Issues with a path inside the scenario and without a line. `checkLoaded` adds the path in the file and the line. */
  readonly issues: readonly Issue[];
  /**
   * Whether the right answers pass and answers without calls fail. The scorer's own problems explain a rejection, so it is not
   * an issue.
   */
  readonly oracle: OracleResult;
  /** Null where the scorer rejects a right answer or none is known: a rejected mutant would show nothing then. */
  readonly mutants: MutationResult | null;
}

/** Checks scenarios one by one, in the order given: the lints, the oracle's answers, and mutants of these answers. */
export async function* checkScenarios(
  scenarios: readonly Scenario[],
  options: CheckOptions = {},
): AsyncGenerator<CheckReport> {
  const lints = LINTS.map((lint) => lint.over(scenarios));
  for (const [index, scenario] of scenarios.entries()) {
    const found = lints.flatMap((lint) => [...lint(scenario)]);
    yield await checkScenario(scenario, found, options.tools);
    options.onProgress?.(index + 1, scenarios.length);
  }
}

async function checkScenario(
  scenario: Scenario,
  found: readonly LintIssue[],
  tools: ToolEnvironment = WITHOUT_MODULES,
): Promise<CheckReport> {
  const issues = found.map((issue) => toIssue(scenario, issue));
  return { scenario: scenario.id, file: scenario.file, issues, ...(await rehearse(scenario, tools)) };
}

const NOTHING_FOUND = { rejected: [], unknown: [], passesEmpty: [] };

async function rehearse(scenario: Scenario, tools: ToolEnvironment): Promise<Pick<CheckReport, 'oracle' | 'mutants'>> {
  // The scenario does not know the tools, because an agent brings them, so it has no right answer.
  if (scenario.undeclaredTools === true) return { oracle: { pass: true, ...NOTHING_FOUND }, mutants: null };
  const environment = judgesResults(scenario) ? tools : WITHOUT_MODULES;
  try {
    const oracle = await consultOracle(scenario, environment);
    const isKnown = oracle.pass && oracle.unknown.length === 0;
    return { oracle, mutants: isKnown ? await mutate(scenario, environment) : null };
  } catch (error) {
    if (!(error instanceof PatternStopped)) throw error;
    // A pattern ran out of steps on the right answer, so neither the answer nor a mutant can be judged. `slow-pattern` names
    // the pattern.
    return { oracle: { pass: false, ...NOTHING_FOUND }, mutants: null };
  }
}

function toIssue(scenario: Scenario, { code, severity, message, path }: LintIssue): Issue {
  return { file: scenario.file, line: null, path, message, severity, code };
}
