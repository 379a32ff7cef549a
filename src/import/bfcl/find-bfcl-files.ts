import { basename, join, resolve } from 'node:path';
import { pathsIn, isFolder } from '../data-files.ts';
import { questionFile, RESULT_GROUPS, resultCategory } from './bfcl-categories.ts';

/** The files of one category in the data folder. */
export interface CategoryFiles {
  readonly category: string;
  readonly questions: string;
  readonly answers: string | null;
}

/** The results of one model. The folder has its name. */
export interface ModelResults {
  readonly model: string;
  readonly directory: string;
  /** Result files by category; several where several groups have the category. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

const DATA = 'Pass the folder that holds BFCL_v4_*.json with --data.';
const RESULTS = 'Pass a model’s result folder, or the folder of several, with --results.';

/** The newest question file of each category in a data folder, with its accepted answers. */
export function findQuestions(dataDir: string): CategoryFiles[] {
  const questions = newest(pathsIn(dataDir, DATA));
  const answersDir = join(dataDir, 'possible_answer');
  const answers = newest(isFolder(answersDir) ? pathsIn(answersDir, DATA) : []);
  return [...questions]
    .map(([category, file]) => ({ category, questions: file, answers: answers.get(category) ?? null }))
    .toSorted((a, b) => (a.category < b.category ? -1 : 1));
}

function newest(files: readonly string[]): Map<string, string> {
  const found = new Map<string, { version: number; file: string }>();
  for (const file of files) {
    const named = questionFile(file);
    if (named === null) continue;
    const before = found.get(named.category);
    if (before === undefined || before.version < named.version) {
      found.set(named.category, { version: named.version, file });
    }
  }
  return new Map([...found].map(([category, { file }]) => [category, file]));
}

/**
 * The models of a results folder: the folder itself where it has result files (also in BFCL's groups), else its sub-folders.
 */
export function findModels(resultsDir: string): ModelResults[] {
  const own = resultFiles(resultsDir, (name) => RESULT_GROUPS.has(name));
  if (own.length > 0) return [toModel(resultsDir, own)];
  const models: ModelResults[] = [];
  for (const directory of pathsIn(resultsDir, RESULTS).filter(isFolder)) {
    const files = resultFiles(directory, () => true);
    if (files.length > 0) models.push(toModel(directory, files));
  }
  return models;
}

function toModel(directory: string, paths: readonly string[]): ModelResults {
  const files = new Map<string, string[]>();
  for (const path of paths) {
    const category = resultCategory(path) ?? '';
    files.set(category, [...(files.get(category) ?? []), path]);
  }
  return { model: basename(resolve(directory)), directory, files };
}

function resultFiles(directory: string, enter: (name: string) => boolean): string[] {
  return pathsIn(directory, RESULTS).flatMap((path) => {
    if (isFolder(path)) return enter(basename(path)) ? resultFiles(path, () => true) : [];
    return resultCategory(path) === null ? [] : [path];
  });
}
