import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TooltapeError } from '../../../src/domain/errors.ts';
import { findModels, findQuestions } from '../../../src/import/bfcl/find-bfcl-files.ts';
import { tempFolder, type TempFolder } from './temp-bfcl.ts';

/** Model → category → paths below the folder. */
function models(folder: TempFolder, below = ''): { [model: string]: { [category: string]: string[] } } {
  const relative = (file: string): string => file.slice(folder.path.length + 1);
  return Object.fromEntries(
    findModels(join(folder.path, below)).map(({ model, files }) => [
      model,
      Object.fromEntries([...files].map(([category, paths]) => [category, paths.map(relative)])),
    ]),
  );
}

test('questions are found by name, with the answers beside them', () => {
  const folder = tempFolder();
  folder.lines('BFCL_v4_parallel.json', '');
  folder.lines('BFCL_v4_live_irrelevance.jsonl', '');
  folder.lines('possible_answer/BFCL_v4_parallel.json', '');
  folder.lines('README.md', '');
  folder.lines('multi_turn_func_doc/math_api.json', '');
  const at = (file: string): string => join(folder.path, file);
  expect(findQuestions(folder.path)).toEqual([
    { category: 'live_irrelevance', questions: at('BFCL_v4_live_irrelevance.jsonl'), answers: null },
    {
      category: 'parallel',
      questions: at('BFCL_v4_parallel.json'),
      answers: at('possible_answer/BFCL_v4_parallel.json'),
    },
  ]);
});

test('of two versions of a category the newer is taken', () => {
  const folder = tempFolder();
  folder.lines('BFCL_v3_parallel.json', '');
  folder.lines('BFCL_v4_parallel.json', '');
  expect(findQuestions(folder.path).map((files) => files.questions)).toEqual([
    join(folder.path, 'BFCL_v4_parallel.json'),
  ]);
});

test('the folder of several models: grouped, flat and in JSON Lines', () => {
  const folder = tempFolder();
  folder.lines('gpt/non_live/BFCL_v4_parallel_result.json', '');
  folder.lines('gpt/live/BFCL_v4_live_simple_result.json', '');
  folder.lines('haiku/BFCL_v4_parallel_result.jsonl', '');
  folder.lines('haiku/BFCL_v4_parallel_score.json', '');
  folder.lines('notes/README.md', '');
  expect(models(folder)).toEqual({
    gpt: {
      parallel: ['gpt/non_live/BFCL_v4_parallel_result.json'],
      live_simple: ['gpt/live/BFCL_v4_live_simple_result.json'],
    },
    haiku: { parallel: ['haiku/BFCL_v4_parallel_result.jsonl'] },
  });
});

test('the folder of one model, grouped or flat, bears its name', () => {
  const folder = tempFolder();
  folder.lines('gpt/non_live/BFCL_v4_parallel_result.json', '');
  folder.lines('haiku/BFCL_v4_parallel_result.json', '');
  expect(Object.keys(models(folder, 'gpt'))).toEqual(['gpt']);
  expect(Object.keys(models(folder, 'haiku/'))).toEqual(['haiku']);
});

test('a folder that is not there is told with what to pass', () => {
  const folder = tempFolder();
  const missing = join(folder.path, 'none');
  expect(() => findQuestions(missing)).toThrow(TooltapeError);
  expect(() => findModels(missing)).toThrow(`${missing}: there is no such folder`);
});
