import { statSync } from 'node:fs';
import { join } from 'node:path';
import { TooltapeError, type Issue } from '../../domain/errors.ts';
import { counted } from '../../text/numbers.ts';
import { createResultRecorder, type RecordResult } from './bfcl-cassette.ts';
import { BFCL_CATEGORIES } from './bfcl-categories.ts';
import { MULTI_TURN_CATEGORIES, readMultiTurn } from './bfcl-multi-turn.ts';
import { withSentNames } from './bfcl-names.ts';
import { readQuestions, type BfclItem } from './bfcl-questions.ts';
import { readResults } from './bfcl-results.ts';
import type { JsonObject } from '../../json/json.ts';
import { lineIssue } from '../json-lines.ts';
import { writeScenarios } from '../write-scenarios.ts';
import { findModels, findQuestions, type CategoryFiles, type ModelResults } from './find-bfcl-files.ts';

export interface BfclImport {
  /** The folder of `BFCL_v4_*.json`, with `possible_answer/` below. */
  readonly dataDir: string;
  /** Folders of results of one model or of several; null imports only the questions. */
  readonly resultsDirs: readonly string[] | null;
  /** Null imports every category that the folder has and that can be imported. */
  readonly categories: readonly string[] | null;
  /** Receives `scenarios/<category>.json` and `cassettes/<scenario>/<model>.json`. */
  readonly out: string;
  readonly clock: () => Date;
  /** Called with the bytes of result files that are imported, and their total. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface ImportReport {
  readonly categories: readonly { readonly category: string; readonly scenarios: number; readonly file: string }[];
  readonly models: readonly { readonly model: string; readonly cassettes: number }[];
  /** Categories of the folder that cannot be imported: other languages, memory, web search. */
  readonly leftOut: readonly string[];
  /** Issues that did not stop the import. */
  readonly warnings: readonly Issue[];
}

/**
 * Turns questions of the Berkeley Function Calling Leaderboard into scenarios, and published results into cassettes. First
 * writes everything that is valid, then throws one IMPORT error with everything that is not.
 */
export function importBfcl(options: BfclImport): ImportReport {
  const { chosen, leftOut } = chooseCategories(options);
  const models = (options.resultsDirs ?? []).flatMap(findSomeModels);
  refuseRepeatedModels(models);
  const names = new Set(chosen.map((files) => files.category));
  const progress = createProgress(models, names, options.onProgress);
  const record = createResultRecorder(join(options.out, 'cassettes'), options.clock);
  const issues: Issue[] = options.categories === null ? warnOfStrangers(models, [...names, ...leftOut]) : [];
  const categories: { category: string; scenarios: number; file: string }[] = [];
  const cassettes = new Map(models.map(({ model }) => [model, 0]));

  for (const { category, questions, answers } of chosen) {
    if (MULTI_TURN_CATEGORIES.includes(category)) {
      categories.push(importMultiTurn(options, { category, questions, answers }, issues));
      continue;
    }
    const items = readQuestions(category, questions, answers, issues);
    const file = join(options.out, 'scenarios', `${category}.json`);
    const scenarios = items.values().map((item) => item.scenario);
    writeScenarios(file, { defaults: singleTurnDefaults(category) }, scenarios);
    categories.push({ category, scenarios: items.size, file });
    for (const { model, files } of models) {
      const source = { model, files: files.get(category) ?? [], items };
      const count = importFiles(source, record, issues, progress);
      cassettes.set(model, (cassettes.get(model) ?? 0) + count);
    }
  }

  const report: ImportReport = {
    categories,
    models: [...cassettes].map(([model, count]) => ({ model, cassettes: count })),
    leftOut,
    warnings: issues.filter((issue) => issue.severity === 'warning'),
  };
  throwErrors(issues, report);
  return report;
}

/** Imports the questions of multi-turn categories. Their results contain answers of BFCL's simulator and are not imported. */
function importMultiTurn(
  { dataDir, out }: BfclImport,
  { category, questions, answers }: CategoryFiles,
  issues: Issue[],
): ImportReport['categories'][number] {
  const { tools, scenarios } = readMultiTurn(dataDir, questions, answers, issues);
  const file = join(out, 'scenarios', `${category}.json`);
  writeScenarios(file, { tools, defaults: { tags: [category], bare: true, max_steps: 20 } }, scenarios);
  return { category, scenarios: scenarios.length, file };
}

/** Defaults of single-turn scenarios: requests have only messages and tools, and one answer ends the trial. */
export function singleTurnDefaults(category: string): JsonObject {
  return { tags: [category], rules: 'bfcl', bare: true, max_steps: 1 };
}

function importFiles(
  { model, files, items }: { model: string; files: readonly string[]; items: ReadonlyMap<string, BfclItem> },
  record: RecordResult,
  issues: Issue[],
  progress: (file: string) => void,
): number {
  const seen = new Set<string>();
  for (const file of files) {
    const { results, renamed } = withSentNames([...readResults({ file, questions: items, seen, issues })], items);
    if (renamed) {
      const message = 'These calls name functions with dots, as they were sent; they are recorded with underscores.';
      issues.push({ ...lineIssue(file, null, 'renamed', message), severity: 'warning' });
    }
    for (const result of results) {
      const item = items.get(result.id);
      if (item !== undefined) record(model, item, result);
    }
    progress(file);
  }
  return seen.size;
}

function chooseCategories({ dataDir, categories }: BfclImport): { chosen: CategoryFiles[]; leftOut: string[] } {
  const found = findQuestions(dataDir);
  const known = found.filter(({ category }) => [...BFCL_CATEGORIES, ...MULTI_TURN_CATEGORIES].includes(category));
  const wrong = (categories ?? []).filter((category) => !known.some((files) => files.category === category));
  const has = known.map((files) => files.category).join(', ');
  if (wrong.length > 0) {
    const impossible = wrong.filter((category) => found.some((files) => files.category === category));
    const list = wrong.map((category) => `\`${category}\``).join(', ');
    const why = impossible.length === wrong.length ? 'cannot be imported' : 'is not there';
    const message = `${list} ${why}: \`${dataDir}\` has ${has === '' ? 'no questions that can be' : has}.`;
    throw new TooltapeError('IMPORT', message, { remedy: 'Name categories that are there with --category.' });
  }
  if (known.length === 0) {
    throw new TooltapeError('IMPORT', `\`${dataDir}\` holds no questions that can be imported.`, {
      remedy: `Pass the folder that holds BFCL_v4_<category>.json with --data; categories are ${BFCL_CATEGORIES.join(', ')}.`,
    });
  }
  return {
    chosen: known.filter((files) => categories === null || categories.includes(files.category)),
    leftOut: categories === null ? found.filter((files) => !known.includes(files)).map((files) => files.category) : [],
  };
}

function findSomeModels(directory: string): ModelResults[] {
  const models = findModels(directory);
  if (models.length > 0) return models;
  throw new TooltapeError('IMPORT', `\`${directory}\` holds no result files.`, {
    remedy: 'Pass a folder with BFCL_v4_<category>_result.json files, or the folder of several such.',
  });
}

function refuseRepeatedModels(models: readonly ModelResults[]): void {
  const byName = new Map<string, string>();
  for (const { model, directory } of models) {
    const before = byName.get(model);
    if (before !== undefined) {
      const message = `Two folders hold results of the model \`${model}\`: \`${before}\` and \`${directory}\`.`;
      throw new TooltapeError('IMPORT', message, { remedy: 'Pass one of them, or rename the other.' });
    }
    byName.set(model, directory);
  }
}

/** Warns of results in categories whose questions the data folder lacks. */
function warnOfStrangers(models: readonly ModelResults[], known: readonly string[]): Issue[] {
  return models.flatMap(({ files }) =>
    [...files]
      .filter(([category]) => !known.includes(category))
      .flatMap(([category, paths]) =>
        paths.map((file): Issue => {
          const message = `There are no questions of the category \`${category}\`; these results are left out.`;
          return { file, line: null, path: '', message, severity: 'warning', code: 'no-questions' };
        }),
      ),
  );
}

function createProgress(
  models: readonly ModelResults[],
  categories: ReadonlySet<string>,
  onProgress: BfclImport['onProgress'],
): (file: string) => void {
  const sizes = new Map<string, number>();
  for (const { files } of models) {
    for (const [category, paths] of files) {
      if (categories.has(category)) for (const path of paths) sizes.set(path, statSync(path).size);
    }
  }
  const total = sizes.values().reduce((sum, size) => sum + size, 0);
  let done = 0;
  onProgress(done, total);
  return (file) => onProgress((done += sizes.get(file) ?? 0), total);
}

function throwErrors(issues: readonly Issue[], report: ImportReport): void {
  const errors = issues.filter((issue) => issue.severity === 'error');
  if (errors.length === 0) return;
  const scenarios = report.categories.reduce((sum, one) => sum + one.scenarios, 0);
  const cassettes = report.models.reduce((sum, one) => sum + one.cassettes, 0);
  const kept = `${counted(scenarios, 'scenario')} and ${counted(cassettes, 'recording')} were imported`;
  throw new TooltapeError('IMPORT', `${counted(errors.length, 'line')} cannot be imported; ${kept}.`, {
    remedy: 'Mend or remove these lines and import again.',
    issues,
  });
}
