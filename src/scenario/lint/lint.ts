import type { Issue } from '../../domain/errors.ts';
import { rememberFor } from '../../json/remember.ts';
import { plansOf } from '../../domain/plans.ts';
import type { ExpectedCall, Plan, Scenario, SimulatedResult, ToolDefinition } from '../../domain/scenario.ts';
import { readDocument, toIssues } from '../../document/read.ts';
import type { DocumentProblem } from '../../document/place.ts';
import type { LoadLint } from './load-lints.ts';
import { lintNumbers } from './lint-numbers.ts';
import { lintSchema } from './lint-schema.ts';
import type { LoadedFile } from '../read/read-file.ts';

/** Names of providers' own tools. A gateway may drop a tool of such a name, or the provider answers its calls itself. */
const RESERVED: ReadonlySet<string> = new Set([
  'googleSearch',
  'google_search',
  'googleSearchRetrieval',
  'google_search_retrieval',
  'googleMaps',
  'google_maps',
  'urlContext',
  'url_context',
  'computerUse',
  'computer_use',
  'computer_use_preview',
  'codeExecution',
  'code_execution',
  'code_interpreter',
  'file_search',
  'image_generation',
  'web_search',
  'web_search_preview',
  'multi_tool_use.parallel',
]);
const PORTABLE = /^[a-zA-Z0-9_-]{1,64}$/;

function lintName(name: string): string | null {
  if (RESERVED.has(name)) return `Gateways take "${name}" for a tool of their own: choose another name.`;
  if (name.includes('.')) return `Anthropic and OpenAI refuse dots in "${name}": write "${name.replaceAll('.', '_')}".`;
  if (name.length > 64) return `OpenAI, Anthropic and Gemini take at most 64 characters, "${name}" has ${name.length}.`;
  if (!PORTABLE.test(name))
    return `OpenAI and Anthropic take only letters, digits, "_" and "-" in a name, not "${name}".`;
  return /^[^a-zA-Z_]/.test(name) ? `Gemini wants "${name}" to start with a letter or "_".` : null;
}

const lintCalled = rememberFor((tool: ToolDefinition) => findInTool(tool, true));
const lintUncalled = rememberFor((tool: ToolDefinition) => findInTool(tool, false));

/**
 * Problems of a tool that gateways reject or drop, with paths inside its definition. `called` is false where no plan allows a
 * call of it.
 */
export function lintTool(tool: ToolDefinition, called: boolean): readonly DocumentProblem[] {
  return called ? lintCalled(tool) : lintUncalled(tool);
}

function findInTool(tool: ToolDefinition, called: boolean): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const name = lintName(tool.name);
  if (name !== null) problems.push({ path: ['name'], message: name, code: 'tool-name' satisfies LoadLint });
  if (tool.parameters === null) {
    const message = 'Some gateways drop a tool without "parameters": write { type: object, properties: {} }.';
    problems.push({ path: [], message, code: 'no-parameters' satisfies LoadLint });
  } else {
    for (const problem of lintSchema(tool.parameters, tool.definition['strict'] === true)) {
      problems.push({ ...problem, path: ['parameters', ...problem.path] });
    }
  }
  if (tool.returns === null && called && tool.server === undefined) {
    const message = `"${tool.name}" has no "returns", so every call is answered with null.`;
    problems.push({ path: [], message, code: 'no-returns' satisfies LoadLint });
  }
  const returns = tool.returns ?? [];
  return [...problems, ...unreachable(returns), ...returns.flatMap(lintResult)];
}

function lintResult({ when, answer }: SimulatedResult, i: number): DocumentProblem[] {
  const value = answer.kind === 'module' ? null : answer.kind === 'content' ? [...answer.parts] : answer.value;
  return [...lintNumbers(when, ['returns', i, 'when']), ...lintNumbers(value, ['returns', i, answer.kind])];
}

function unreachable(returns: readonly SimulatedResult[]): DocumentProblem[] {
  const last = returns.findIndex((entry) => entry.when === null && entry.times === null);
  if (last === -1 || last === returns.length - 1) return [];
  const message =
    'This entry is never reached: the one before it answers every call. Put it first, or give that one a "when".';
  return [{ path: ['returns', last + 1], message, code: 'unreachable-result' satisfies LoadLint }];
}

/** A warning for a scenario whose expectation no answer can fail, apart from invalid calls. */
function lintExpectation(scenario: Scenario): DocumentProblem[] {
  const judged = plansOf(scenario).some(
    (plan) => plan.groups !== null || plan.final !== null || plan.state !== null || plan.forbidden.length > 0,
  );
  if (judged || (scenario.toolChoice !== null && scenario.toolChoice !== 'auto')) return [];
  const message = 'Nothing is expected: give calls, steps, any_of, forbidden, final or state.';
  return [{ path: ['expect'], message, code: 'no-expectation' satisfies LoadLint }];
}

/** Inexact numbers in the expectation. The written expectation of a scenario with turns begins with `turns`. */
function lintWanted({ turns, written }: Scenario): DocumentProblem[] {
  const inTurns = turns[0]?.expect.plans[0]?.path.startsWith('turns') === true;
  return lintNumbers(written.expect, inTurns ? [] : ['expect']);
}

/**
 * Returns a function that is true for the name of a tool that some scenario wants or allows, and that a scenario with several
 * steps runs.
 */
function callable(scenarios: readonly Scenario[]): (name: string) => boolean {
  const wanted = new Set<string>();
  const open: Plan[] = [];
  for (const plan of scenarios.flatMap((scenario) => (scenario.maxSteps === 1 ? [] : plansOf(scenario)))) {
    if (!Array.isArray(plan.groups) || plan.extra === 'allow') open.push(plan);
    if (Array.isArray(plan.groups)) for (const call of plan.groups.flat() as ExpectedCall[]) wanted.add(call.name);
    if (Array.isArray(plan.extra)) for (const name of plan.extra as string[]) wanted.add(name);
  }
  return (name) => wanted.has(name) || open.some((plan) => !plan.forbidden.includes(name));
}

/** The warnings of one file, with lines. The file is read again for the lines, because its text is not kept. */
export function fileWarnings({ source, reading }: LoadedFile): Issue[] {
  const mayBeCalled = callable(reading.scenarios.map(({ scenario }) => scenario));
  const ofTools = reading.toolLists.flatMap(({ path, forms, entries, tools }) =>
    tools.flatMap((tool, i) => {
      const form = forms[i];
      // A named tool is linted where it is defined. Tools of servers are linted once for all files.
      if (form === 'name' || form === 'server') return [];
      return lintTool(tool, mayBeCalled(tool.name)).map((problem) => {
        const wrapped = form === 'openai' && ['name', 'parameters'].includes(String(problem.path[0]));
        return { ...problem, path: [...path, entries[i] ?? 0, ...(wrapped ? ['function'] : []), ...problem.path] };
      });
    }),
  );
  const ofScenarios = reading.scenarios.flatMap(({ scenario, path }) =>
    [...lintExpectation(scenario), ...lintWanted(scenario)].map((problem) => ({
      ...problem,
      path: [...path, ...problem.path],
    })),
  );
  const problems = [...ofTools, ...ofScenarios];
  if (problems.length === 0) return [];
  const document = readDocument(source.path, source.file);
  return toIssues(document.ok ? document.value : { file: source.file, text: '' }, problems, 'warning');
}
