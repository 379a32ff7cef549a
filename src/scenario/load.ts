import { dirname } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';
import type { Issue } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import { readDocument, toIssues } from '../document/read.ts';
import { DEFAULT_FOLDER, findScenarioFiles } from './find-files.ts';
import type { ScenarioFile } from './find-files.ts';
import { duplicateIds } from './identity.ts';
import { fileWarnings } from './lint.ts';
import { readFile } from './read-file.ts';
import type { FileReading } from './read-file.ts';

export interface LoadedScenarios {
  /** Sorted by id, in code units. */
  readonly scenarios: readonly Scenario[];
  /** The files they came from, sorted by name. */
  readonly files: readonly ScenarioFile[];
  /** What gateways may refuse and what looks unintended. Made when first asked for, since lines are looked up for it. */
  readonly warnings: readonly Issue[];
}

/** A file as read, without the text: that of thousands is not kept. */
export interface LoadedFile {
  readonly source: ScenarioFile;
  readonly reading: FileReading;
}

/**
 * Loads all scenarios of files, folders and globs (default: the folder `scenarios`).
 * Throws a TooltapeError SCENARIO that holds every problem of every file.
 */
export function loadScenarios(paths: readonly string[], options: { readonly cwd: string }): LoadedScenarios {
  const found = findScenarioFiles(paths, options.cwd);
  const issues: Issue[] = [...found.issues];
  const loaded: LoadedFile[] = [];
  for (const source of found.files) {
    const document = readDocument(source.path, source.file);
    if (!document.ok) {
      issues.push(document.issue);
      continue;
    }
    const folders = { folder: dirname(source.path), root: source.root };
    const reading = readFile(document.value.value, source.file, folders);
    issues.push(...toIssues(document.value, reading.problems, 'error'));
    loaded.push({ source, reading });
  }
  issues.push(...duplicateIds(loaded));
  if (issues.length > 0) throw scenarioError(issues, paths);

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

function scenarioError(issues: readonly Issue[], paths: readonly string[]): TooltapeError {
  const files = new Set(issues.map((issue) => issue.file));
  const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  const missing =
    paths.length === 0 && issues.every((issue) => issue.code === 'not-found' || issue.code === 'empty-folder');
  return new TooltapeError('SCENARIO', `${count(issues.length, 'problem')} in ${count(files.size, 'scenario file')}.`, {
    issues,
    ...(missing && { remedy: `Put scenarios into the folder ${DEFAULT_FOLDER}, or name their path.` }),
  });
}
