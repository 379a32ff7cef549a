import { basename } from 'node:path';

/** The kind of a category decides how its answers are judged. */
export type CategoryKind = 'calls' | 'relevance' | 'irrelevance';

/** The single-turn categories of BFCL whose questions are Python functions; `simple` is the v3 name of `simple_python`. */
export const BFCL_CATEGORIES: readonly string[] = [
  'simple_python',
  'simple',
  'multiple',
  'parallel',
  'parallel_multiple',
  'irrelevance',
  'live_simple',
  'live_multiple',
  'live_parallel',
  'live_parallel_multiple',
  'live_irrelevance',
  'live_relevance',
];

/** Folders in which BFCL groups the result files of one model. */
export const RESULT_GROUPS: ReadonlySet<string> = new Set([
  'non_live',
  'live',
  'multi_turn',
  'agentic',
  'memory',
  'format_sensitivity',
]);

/** The kind of a category, by its name. */
export function categoryKind(category: string): CategoryKind {
  if (category.endsWith('irrelevance')) return 'irrelevance';
  return category.endsWith('relevance') ? 'relevance' : 'calls';
}

const QUESTIONS = /^BFCL_v(\d+)_(.+)\.jsonl?$/;
const RESULTS = /^BFCL_v\d+_(.+)_result\.jsonl?$/;

/** Category and version of a file of questions or accepted answers, from its name; null for any other file. */
export function questionFile(file: string): { readonly category: string; readonly version: number } | null {
  const match = QUESTIONS.exec(basename(file));
  if (match === null || RESULTS.test(basename(file))) return null;
  return { category: match[2] ?? '', version: Number(match[1]) };
}

/** Category of a result file, from its name; null for any other file. */
export function resultCategory(file: string): string | null {
  return RESULTS.exec(basename(file))?.[1] ?? null;
}
