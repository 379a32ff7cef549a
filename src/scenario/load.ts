import { dirname } from 'node:path';
import type { Issue, TooltapeError } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { FindServer } from '../domain/server.ts';
import { documentError } from '../document/error.ts';
import { readDocument, toIssues } from '../document/read.ts';
import type { FileMemory } from './file-memory.ts';
import { DEFAULT_FOLDER, findScenarioFiles, projectAbove } from './find-files.ts';
import type { ScenarioFile } from './find-files.ts';
import { duplicateIds, sameName } from './read/identity.ts';
import { fileWarnings } from './lint/lint.ts';
import { serverWarnings } from './lint/lint-servers.ts';
import { readFile } from './read/read-file.ts';
import type { FileReading, LoadedFile } from './read/read-file.ts';
import { newKnownTools } from './read/read-tools.ts';

export interface LoadedScenarios {
  /** Scenarios sorted by id, in code units. */
  readonly scenarios: readonly Scenario[];
  /** Files of the scenarios, sorted by name. */
  readonly files: readonly ScenarioFile[];
  /**
   * Warnings about what gateways may refuse and what looks like a mistake. They are made at the first access, because finding
   * their lines takes time.
   */
  readonly warnings: readonly Issue[];
}

export interface LoadOptions {
  readonly cwd: string;
  /** Finds the tools of MCP servers. Default: knows no server. */
  readonly servers?: FindServer;
  /** True when scenarios with expected calls may declare no tools, because agents bring their own. */
  readonly withoutTools?: boolean;
  /** What the files held when they were read before. Default: every file is read. */
  readonly memory?: FileMemory;
}

export interface SoundScenarios extends LoadedScenarios {
  /** SCENARIO with every problem of every file; null where there is none. */
  readonly error: TooltapeError | null;
}

/**
 * Loads all scenarios of files, folders and globs (default: the folder `scenarios`). Errors: SCENARIO with every problem of
 * every file.
 */
export function loadScenarios(paths: readonly string[], options: LoadOptions): LoadedScenarios {
  const loaded = loadSoundScenarios(paths, options);
  if (loaded.error !== null) throw loaded.error;
  return loaded;
}

/** Loads scenario files like `loadScenarios`, but returns the sound scenarios together with the error about the others. */
export function loadSoundScenarios(paths: readonly string[], options: LoadOptions): SoundScenarios {
  const { memory } = options;
  const find = (): ReturnType<typeof findScenarioFiles> => findScenarioFiles(paths, options.cwd);
  const found = memory?.found(find) ?? find();
  const issues: Issue[] = [...found.issues];
  const loaded: LoadedFile[] = [];
  const known = memory?.tools ?? newKnownTools();
  for (const source of found.files) {
    const before = memory?.recall(source.path) ?? null;
    if (before !== null) {
      loaded.push(before);
      continue;
    }
    const stamp = memory?.stampOf(source.path) ?? '';
    const document = readDocument(source.path, source.file);
    if (!document.ok) {
      issues.push(document.issue);
      continue;
    }
    const folders = { folder: dirname(source.path), root: source.root };
    const reading = readFile(document.value.value, source.file, folders, known, options.servers, options.withoutTools);
    issues.push(...toIssues(document.value, reading.problems, 'error'));
    const file = { source, reading };
    loaded.push(memory?.keep(file, stamp) ?? file);
  }
  issues.push(...duplicateIds(loaded));
  const scenarios = loaded.flatMap(({ reading }) => soundOf(reading));
  scenarios.sort((a, b) => (a.id < b.id ? -1 : 1));
  let warnings: readonly Issue[] | null = null;
  return {
    scenarios: issues.length === 0 ? scenarios : withoutTwins(scenarios),
    files: found.files,
    error: issues.length === 0 ? null : scenarioError(issues.sort(byPlace), paths, options.cwd),
    get warnings() {
      warnings ??= loaded.filter(({ reading }) => reading.problems.length === 0).flatMap(fileWarnings);
      warnings = [...warnings, ...serverWarnings(loaded.filter(({ reading }) => reading.problems.length === 0))];
      return warnings;
    },
  };
}

/** The scenarios without those that share an id, because nobody can tell which of them is meant. */
function withoutTwins(scenarios: readonly Scenario[]): readonly Scenario[] {
  return [...Map.groupBy(scenarios, ({ id }) => sameName(id)).values()].flatMap((ones) =>
    ones.length === 1 ? ones : [],
  );
}

/** The scenarios without a problem of their own; `[]` where the shared part of the file has one. */
function soundOf({ scenarios, problems }: FileReading): readonly Scenario[] {
  const unsound = new Set(problems.map(({ path }) => (path[0] === 'scenarios' ? path[1] : undefined)));
  if (unsound.has(undefined)) return [];
  return scenarios.flatMap(({ path, scenario }) => (unsound.has(path[1]) ? [] : [scenario]));
}

function byPlace(a: Issue, b: Issue): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}

function scenarioError(issues: readonly Issue[], paths: readonly string[], cwd: string): TooltapeError {
  const missing = paths.length === 0 && issues.every(({ code }) => code === 'not-found' || code === 'empty-folder');
  const project = missing ? projectAbove(cwd) : null;
  if (project !== null) {
    const remedy = `The folder ${project}/${DEFAULT_FOLDER} has some: change to ${project}, or name their path.`;
    return documentError('SCENARIO', 'scenario file', issues, remedy);
  }
  const remedy = missing
    ? `Start a project with \`npx tooltape init --yes\`, put scenarios into the folder ${DEFAULT_FOLDER}, or name their path.`
    : issues.every(({ code }) => code === 'not-found')
      ? `Check the path, or leave it out for the folder ${DEFAULT_FOLDER}.`
      : null;
  return documentError('SCENARIO', 'scenario file', issues, remedy);
}
