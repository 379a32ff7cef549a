import { resolve } from 'node:path';
import { documentError } from '../document/error.ts';
import { pathText } from '../document/place.ts';
import type { Issue } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import { isObject, type Json } from '../json/json.ts';
import { MAX_DEPTH, nestsTooDeep, unlikeJson } from '../json/measure.ts';
import type { Segment } from '../json/path.ts';
import { loadScenarios as loadFiles, type LoadedScenarios } from '../scenario/load.ts';
import { knownServers } from '../run/servers/known-servers.ts';
import { fileWarnings } from '../scenario/lint/lint.ts';
import { duplicateIds } from '../scenario/read/identity.ts';
import { readFile, type LoadedFile } from '../scenario/read/read-file.ts';
import { newKnownTools } from '../scenario/read/read-tools.ts';
import type { WrittenScenario } from '../scenario/shape/written.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import { PATHS, SOURCE, TEXT } from './checks/rules.ts';
import { LOAD_RULES } from './checks/run-rules.ts';
import { withIssues } from './checks/with-issues.ts';

/** Scenarios: paths of files, folders and globs, the result of `loadScenarios`, or scenarios themselves. */
export type ScenarioSource = string | readonly string[] | LoadedScenarios | readonly Scenario[];

export interface LoadOptions {
  /** Folder that paths start from. Default: the working directory of the process. */
  readonly cwd?: string;
  /** The configuration file, which names MCP servers. Default: `tooltape.config.yaml`, where there is one. */
  readonly config?: string;
  /** Folder of the recordings, where the tools of MCP servers are kept. Default: `cassettes`. */
  readonly cassettes?: string;
}

/**
 * Loads scenario files, with every check that the command line makes of them.
 *
 * Returns the scenarios sorted by id, the files they came from, and warnings: what gateways may refuse and what looks unintended.
 * `paths` are files, folders and globs; default: the folder `scenarios`.
 * Errors: SCENARIO with every problem of every file in `issues`.
 *
 * @example
 * const { scenarios, warnings } = loadScenarios();
 * const [refund] = loadScenarios('scenarios/refund.yaml').scenarios;
 */
export function loadScenarios(paths: string | readonly string[] = [], options: LoadOptions = {}): LoadedScenarios {
  expectArgument('loadScenarios', 'paths', paths, PATHS);
  checkOptions('loadScenarios', options, LOAD_RULES);
  return load(paths, options);
}

function load(paths: string | readonly string[], options: LoadOptions): LoadedScenarios {
  try {
    const { cwd = process.cwd(), config, cassettes = 'cassettes' } = options;
    const servers = knownServers({ cwd, config: config ?? null, cassettes: resolve(cwd, cassettes) });
    return loadFiles(typeof paths === 'string' ? [paths] : paths, { cwd, servers });
  } catch (error) {
    throw withIssues(error);
  }
}

export interface DefineOptions extends Omit<LoadOptions, 'cwd'> {
  /** Name of the scenario's place in messages. Default: `defineScenario`. */
  readonly file?: string;
  /** Folder that `module:` paths of tools start from, and must stay below. Default: the working directory of the process. */
  readonly folder?: string;
}

const DEFINE_RULES = { file: TEXT, folder: TEXT, config: TEXT, cassettes: TEXT };

/** Readings of `defineScenario`, for the lints that look at scenarios as the author wrote them. */
const written = new WeakMap<Scenario, LoadedFile>();

/**
 * Makes a scenario of a value in the shape of a scenario file, with the same keys and the same checks as a file.
 *
 * Returns the scenario with defaults filled in, for `run`, `replay`, `checkScenarios`, `score` and `startSandbox`. The value is
 * copied; properties that are `undefined` are left out.
 * Errors: SCENARIO with every problem in `issues`, each with its path inside the value.
 *
 * @example
 * const scenario = defineScenario({
 *   id: 'weather-paris',
 *   prompt: 'What is the weather in Paris?',
 *   tools: [{ name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }],
 *   expect: { calls: [{ name: 'get_weather', arguments: { city: { $contains: 'Paris' } } }] },
 * });
 */
export function defineScenario(scenario: WrittenScenario, options: DefineOptions = {}): Scenario {
  checkOptions('defineScenario', options, DEFINE_RULES);
  const { file = 'defineScenario', folder = process.cwd() } = options;
  const fail = (issues: readonly Issue[]): never => {
    throw withIssues(documentError('SCENARIO', 'scenario', issues));
  };
  const issue = (code: string, path: string, message: string): Issue => ({
    file,
    line: null,
    path,
    message,
    severity: 'error',
    code,
  });
  const given: unknown = scenario;
  if (given === undefined) fail([issue('wrong-type', '', 'Expected an object, found nothing.')]);
  if (nestsTooDeep(scenario)) fail([issue('too-deep', '', `The scenario nests deeper than ${MAX_DEPTH} levels.`)]);
  const foreign = foreignValue(scenario) ?? unlikeJson(scenario);
  if (foreign !== null) fail([issue('not-json', pathText(foreign.path), foreign.message)]);
  const value = JSON.parse(JSON.stringify(scenario)) as Json;
  if (isObject(value) && Object.hasOwn(value, 'scenarios')) {
    fail([issue('unknown-key', 'scenarios', 'Expected one scenario, found a list: call defineScenario for each.')]);
  }
  const servers = knownServers({
    cwd: process.cwd(),
    config: options.config ?? null,
    cassettes: options.cassettes ?? 'cassettes',
  });
  const reading = readFile(value, file, { folder, root: folder }, newKnownTools(), servers);
  if (reading.problems.length > 0) {
    fail(reading.problems.map(({ code, path, message }) => issue(code, pathText(path), message)));
  }
  const [placed] = reading.scenarios;
  if (placed === undefined) return fail([issue('wrong-type', '', 'Expected an object, found something else.')]);
  written.set(placed.scenario, { source: { path: '', file, root: folder }, reading });
  return placed.scenario;
}

/**
 * The first value that JSON cannot hold: a function, a date, a map. Properties that are `undefined` do not count. Null without
 * one.
 */
function foreignValue(value: unknown): { readonly path: readonly Segment[]; readonly message: string } | null {
  const seen = new Set<object>();
  const path: Segment[] = [];
  const look = (one: unknown): { path: Segment[]; message: string } | null => {
    if (one === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof one)) return null;
    if (typeof one !== 'object') return { path: [...path], message: `Expected JSON, found a ${typeof one}.` };
    if (seen.has(one)) return null;
    seen.add(one);
    const prototype: unknown = Object.getPrototypeOf(one);
    if (!Array.isArray(one) && prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      const name = (one as { constructor?: { name?: string } }).constructor?.name ?? 'class';
      return { path: [...path], message: `Expected JSON, found an object of the class ${name}.` };
    }
    for (const [key, child] of Object.entries(one)) {
      path.push(Array.isArray(one) ? Number(key) : key);
      const found = look(child);
      if (found !== null) return found;
      path.pop();
    }
    return null;
  };
  return look(value);
}

/**
 * The scenarios of a source. `caller` names the function in errors.
 * Errors: USAGE for a value of another kind; SCENARIO, for two scenarios of one id as well.
 */
export function scenariosFrom(
  caller: string,
  source: ScenarioSource | undefined,
  options: LoadOptions,
): LoadedScenarios {
  if (source !== undefined) expectArgument(caller, 'scenarios', source, SOURCE);
  const { paths, loaded } = readSource(source);
  return loaded ?? load(paths, options);
}

/** Splits a source into paths and scenarios. Errors: SCENARIO for two scenarios of one id. */
export function readSource(source: ScenarioSource | undefined): {
  readonly paths: readonly string[];
  readonly loaded: LoadedScenarios | null;
} {
  if (source === undefined) return { paths: [], loaded: null };
  if (typeof source === 'string') return { paths: [source], loaded: null };
  if (!Array.isArray(source)) return { paths: [], loaded: source as LoadedScenarios };
  const items = source as readonly (string | Scenario)[];
  if (items.every((item) => typeof item === 'string')) return { paths: items, loaded: null };
  return { paths: [], loaded: loadedFrom(items as readonly Scenario[]) };
}

function loadedFrom(given: readonly Scenario[]): LoadedScenarios {
  const files = given.map((scenario): LoadedFile => written.get(scenario) ?? alone(scenario));
  const twins = duplicateIds(files);
  if (twins.length > 0) throw withIssues(documentError('SCENARIO', 'scenario', twins));
  return {
    scenarios: given.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    files: [],
    get warnings() {
      return given.flatMap((scenario) => {
        const known = written.get(scenario);
        return known === undefined ? [] : fileWarnings(known);
      });
    },
  };
}

/** A scenario without its written form, for which the lints of written files do not run. */
function alone(scenario: Scenario): LoadedFile {
  const source = { path: '', file: scenario.file, root: '' };
  return { source, reading: { scenarios: [{ path: [], scenario }], toolLists: [], problems: [] } };
}
