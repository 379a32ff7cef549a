import { dirname } from 'node:path';
import type { Issue, TooltapeError } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import { documentError } from '../document/error.ts';
import { readDocument, toIssues } from '../document/read.ts';
import { DEFAULT_FOLDER, findScenarioFiles } from './find-files.ts';
import type { ScenarioFile } from './find-files.ts';
import { duplicateIds } from './identity.ts';
import { fileWarnings } from './lint.ts';
import { readFile } from './read-file.ts';
import type { LoadedFile } from './read-file.ts';
import type { KnownTools } from './read-tools.ts';

export interface LoadedScenarios {
  /** Sorted by id, in code units. */
  readonly scenarios: readonly Scenario[];
  /** The files they came from, sorted by name. */
  readonly files: readonly ScenarioFile[];
  /** What gateways may refuse and what looks unintended. Made when first asked for, since lines are looked up for it. */
  readonly warnings: readonly Issue[];
}

/**
 * Loads all scenarios of files, folders and globs (default: the folder `scenarios`).
 * Throws a TooltapeError SCENARIO that holds every problem of every file.
 */
export function loadScenarios(paths: readonly string[], options: { readonly cwd: string }): LoadedScenarios {
  const found = findScenarioFiles(paths, options.cwd);
  const issues: Issue[] = [...found.issues];
  const loaded: LoadedFile[] = [];
  const known: KnownTools = new Map();
  for (const source of found.files) {
    const document = readDocument(source.path, source.file);
    if (!document.ok) {
      issues.push(document.issue);
      continue;
    }
    const folders = { folder: dirname(source.path), root: source.root };
    const reading = readFile(document.value.value, source.file, folders, known);
    issues.push(...toIssues(document.value, reading.problems, 'error'));
    loaded.push({ source, reading });
  }
  issues.push(...duplicateIds(loaded));
  if (issues.length > 0) throw scenarioError(issues.sort(byPlace), paths);

  const scenarios = loaded.flatMap(({ reading }) => reading.scenarios.map(({ scenario }) => scenario));
  scenarios.sort((a, b) => (a.id < b.id ? -1 : 1));
  let warnings: readonly Issue[] | null = null;
  return {
    scenarios,
    files: found.files,
    get warnings() {
      warnings ??= loaded.flatMap(fileWarnings);
      return warnings;
    },
  };
}

function byPlace(a: Issue, b: Issue): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}

function scenarioError(issues: readonly Issue[], paths: readonly string[]): TooltapeError {
  const missing = paths.length === 0 && issues.every(({ code }) => code === 'not-found' || code === 'empty-folder');
  const remedy = missing
    ? `Start a project with: npx tooltape init --yes. Or put scenarios into the folder ${DEFAULT_FOLDER}, or name their path.`
    : null;
  return documentError('SCENARIO', 'scenario file', issues, remedy);
}
