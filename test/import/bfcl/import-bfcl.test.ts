import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCassetteFile, decodeInteraction } from '../../../src/cassette/format/read-format.ts';
import { functionTools } from '../../../src/protocol/function-tools.ts';
import { firstRequest } from '../../../src/protocol/next-request.ts';
import type { Model } from '../../../src/domain/model.ts';
import { TooltapeError } from '../../../src/domain/errors.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { importBfcl, type BfclImport, type ImportReport } from '../../../src/import/bfcl/bfcl.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { answer, question, result, tempFolder, type TempFolder } from './temp-bfcl.ts';
import { plainGateway } from '../../support/gateway.ts';

const CLOCK = (): Date => new Date('2026-11-24T12:00:00Z');

function run(folder: TempFolder, options: Partial<BfclImport> = {}): ImportReport {
  return importBfcl({
    dataDir: join(folder.path, 'data'),
    resultsDirs: [join(folder.path, 'result')],
    categories: null,
    out: join(folder.path, 'out'),
    clock: CLOCK,
    onProgress: () => {},
    ...options,
  });
}

function failure(act: () => unknown): TooltapeError {
  try {
    act();
  } catch (error) {
    if (error instanceof TooltapeError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Two questions of `parallel` with answers, and one model's results. */
function sound(folder: TempFolder): void {
  folder.lines('data/BFCL_v4_parallel.json', question('parallel_0'), question('parallel_1'));
  folder.lines('data/possible_answer/BFCL_v4_parallel.json', answer('parallel_0'), answer('parallel_1'));
  folder.lines(
    'result/m/non_live/BFCL_v4_parallel_result.json',
    result('parallel_0', { geo_find: '{"city": "Paris"}' }),
    result('parallel_1', { geo_find: { city: 'Rome', days: 5 } }),
  );
}

test('questions become scenarios that load, results become cassettes that answer their requests', () => {
  const folder = tempFolder();
  sound(folder);
  const report = run(folder);
  expect(report).toEqual({
    categories: [{ category: 'parallel', scenarios: 2, file: join(folder.path, 'out/scenarios/parallel.json') }],
    models: [{ model: 'm', cassettes: 2 }],
    leftOut: [],
    warnings: [],
  });

  const { scenarios } = loadScenarios([join(folder.path, 'out/scenarios')], { cwd: folder.path });
  expect(scenarios.map(({ id, tags, rules, maxSteps, bare }) => ({ id, tags, rules, maxSteps, bare }))).toEqual([
    { id: 'parallel_0', tags: ['parallel'], rules: 'bfcl', maxSteps: 1, bare: true },
    { id: 'parallel_1', tags: ['parallel'], rules: 'bfcl', maxSteps: 1, bare: true },
  ]);

  const [scenario] = scenarios;
  const file = join(folder.path, 'out/cassettes/parallel_0/m.json');
  const cassette = readCassetteFile(file);
  const trial = cassette?.trials[0];
  if (scenario === undefined || cassette === null || trial === undefined) throw new Error('nothing imported');
  expect(cassette).toMatchObject({
    scenario: 'parallel_0',
    model: 'm',
    source: 'import',
    recordedAt: '2026-11-24T12:00:00.000Z',
  });
  const interaction = decodeInteraction(cassette, trial, 0, file);
  const request = { model: 'm', messages: scenario.turns[0]?.messages, tools: functionTools(scenario.tools) };
  expect(interaction).toMatchObject({ request, latencyMs: 1500, response: { status: 200 } });

  const model: Model = {
    name: 'm',
    servedAs: 'm',
    gateway: plainGateway({ name: 'bfcl' }),
    price: null,
    omit: [],
    rename: {},
    request: {},
  };
  const defaults = { temperature: 0, maxTokens: 8192, stream: false };
  const { endpoint, body } = firstRequest(scenario, model, defaults);
  const keyer = createKeyer({ redactor: createRedactor() });
  expect(keyer.keyOf(endpoint, body)).toBe(interaction.key);
});

test('importing again writes the same files', () => {
  const folder = tempFolder();
  sound(folder);
  run(folder);
  const file = join(folder.path, 'out/cassettes/parallel_1/m.json');
  const before = [readFileSync(file, 'utf8'), readFileSync(join(folder.path, 'out/scenarios/parallel.json'), 'utf8')];
  run(folder);
  expect([readFileSync(file, 'utf8'), readFileSync(join(folder.path, 'out/scenarios/parallel.json'), 'utf8')]).toEqual(
    before,
  );
  expect(readdirSync(join(folder.path, 'out/cassettes/parallel_1'))).toEqual(['m.json']);
});

test('without results there are scenarios only', () => {
  const folder = tempFolder();
  sound(folder);
  const report = run(folder, { resultsDirs: null });
  expect(report.models).toEqual([]);
  expect(existsSync(join(folder.path, 'out/cassettes'))).toBe(false);
});

test('irrelevance wants no call, relevance any; neither needs accepted answers, nor functions', () => {
  const folder = tempFolder();
  folder.lines('data/BFCL_v4_irrelevance.json', { ...question('irrelevance_0'), function: [] });
  folder.lines('data/BFCL_v4_live_relevance.json', question('live_relevance_0-0-0'));
  folder.lines('result/m/BFCL_v4_irrelevance_result.json', { id: 'irrelevance_0', result: 'No.' });
  const report = run(folder);
  expect(report.models).toEqual([{ model: 'm', cassettes: 1 }]);
  const { scenarios } = loadScenarios([join(folder.path, 'out/scenarios')], { cwd: folder.path });
  expect(scenarios.map(({ id, tools, turns }) => [id, tools.length, turns[0]?.expect.plans[0]?.groups])).toEqual([
    ['irrelevance_0', 0, []],
    ['live_relevance_0-0-0', 1, 'any'],
  ]);
  const cassette = readFileSync(join(folder.path, 'out/cassettes/irrelevance_0/m.json'), 'utf8');
  expect(JSON.parse(cassette)).toMatchObject({ tools: [], trials: [{ interactions: [{ request: { model: 'm' } }] }] });
  expect(cassette).not.toContain('"tools": [0]');
});

test('only the named categories are imported', () => {
  const folder = tempFolder();
  sound(folder);
  folder.lines('data/BFCL_v4_irrelevance.json', question('irrelevance_0'));
  folder.lines('result/m/non_live/BFCL_v4_irrelevance_result.json', result('irrelevance_0'));
  const report = run(folder, { categories: ['irrelevance'] });
  expect(report.categories.map(({ category }) => category)).toEqual(['irrelevance']);
  expect(report.models).toEqual([{ model: 'm', cassettes: 1 }]);
  expect(report.leftOut).toEqual([]);
});

test('categories of other kinds and languages are left out by name', () => {
  const folder = tempFolder();
  sound(folder);
  folder.lines('data/BFCL_v4_memory.json', { id: 'memory_0' });
  folder.lines('data/BFCL_v4_simple_java.json', { id: 'simple_java_0' });
  const report = run(folder);
  expect(report.leftOut).toEqual(['memory', 'simple_java']);
  const error = failure(() => run(folder, { categories: ['simple_java'] }));
  expect(error).toMatchObject({ code: 'IMPORT' });
  expect(error.message).toContain('`simple_java` cannot be imported');
});

test('every bad line of every file is told at once, and the sound ones are kept', () => {
  const folder = tempFolder();
  sound(folder);
  const questions = folder.lines(
    'data/BFCL_v4_multiple.json',
    question('multiple_0'),
    '{"id": "multiple_1", ',
    question('multiple_2'),
    question('multiple_0'),
    {
      ...question('multiple_4'),
      question: [[{ role: 'user', content: 'a' }], [{ role: 'user', content: 'b' }]],
    },
    { ...question('multiple_5'), function: 'f' },
    question('multiple_6'),
    question('multiple 7/a'),
    question('m'.repeat(121)),
  );
  const answers = folder.lines(
    'data/possible_answer/BFCL_v4_multiple.json',
    answer('multiple_0'),
    answer('multiple_4'),
    answer('multiple_5'),
    { id: 'multiple_6', ground_truth: [{ 'geo.lost': {} }] },
    '[',
  );
  const results = folder.lines(
    'result/m/non_live/BFCL_v4_multiple_result.json',
    result('multiple_0', { geo_find: '{}' }),
    '',
    '{"id": "multiple_0", "result": ',
    { id: 'multiple_0', result: 5 },
    result('multiple_0'),
  );
  const error = failure(() => run(folder));
  expect(error.code).toBe('IMPORT');
  expect(error.message).toBe('12 lines cannot be imported; 3 scenarios and 3 recordings were imported.');
  expect(error.remedy).not.toBeNull();
  expect(error.issues.map(({ file, line, code }) => [file, line, code])).toEqual([
    [answers, 5, 'bad-json'],
    [questions, 2, 'bad-json'],
    [questions, 3, 'no-answer'],
    [questions, 4, 'duplicate-id'],
    [questions, 5, 'bad-question'],
    [questions, 6, 'bad-question'],
    [answers, 4, 'bad-answer'],
    [questions, 8, 'bad-question'],
    [questions, 9, 'bad-question'],
    [results, 3, 'bad-json'],
    [results, 4, 'bad-result'],
    [results, 5, 'duplicate-id'],
  ]);
  expect(existsSync(join(folder.path, 'out/cassettes/multiple_0/m.json'))).toBe(true);
  const { scenarios } = loadScenarios([join(folder.path, 'out/scenarios')], { cwd: folder.path });
  expect(scenarios.map(({ id }) => id)).toEqual(['multiple_0', 'parallel_0', 'parallel_1']);
});

test('results of questions that are not there are counted, and so are failed inferences', () => {
  const folder = tempFolder();
  sound(folder);
  const file = folder.lines(
    'result/m/non_live/BFCL_v4_parallel_result.json',
    result('parallel_7'),
    { id: 'parallel_0', result: 'Error during inference: 503' },
    result('parallel_8'),
  );
  const report = run(folder);
  expect(report.models).toEqual([{ model: 'm', cassettes: 1 }]);
  expect(report.warnings.map(({ file, line, code }) => [file, line, code])).toEqual([
    [file, 1, 'no-question'],
    [file, null, 'failed-inference'],
  ]);
  expect(report.warnings[0]?.message).toContain('2 results');
});

test.each<[string, string[], (string | undefined)[], boolean]>([
  ['sent with underscores', ['geo_find', 'geo_find'], ['geo_find', 'geo_find'], false],
  ['sent with dots', ['geo.find', 'geo.find'], ['geo_find', 'geo_find'], true],
  ['one call that misspells', ['geo_find', 'geo.find'], ['geo_find', 'geo.find'], false],
  ['sent with dots, one call of something else', ['geo.find', 'geo.lost'], ['geo_find', 'geo.lost'], true],
])('names of calls are recorded as the request has them: %s', (_name, made, recorded, renamed) => {
  const folder = tempFolder();
  sound(folder);
  const lines = made.map((name, i) => result(`parallel_${i}`, { [name]: '{}' }));
  folder.lines('result/m/non_live/BFCL_v4_parallel_result.json', ...lines);
  const report = run(folder);
  const names = made.map((_, i) => {
    const file = join(folder.path, `out/cassettes/parallel_${i}/m.json`);
    return /"tool_calls".*"name":"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1];
  });
  expect(names).toEqual(recorded);
  expect(report.warnings.map(({ code }) => code)).toEqual(renamed ? ['renamed'] : []);
});

test('results of categories without questions are told', () => {
  const folder = tempFolder();
  sound(folder);
  const file = folder.lines('result/m/live/BFCL_v4_live_simple_result.json', result('live_simple_0-0-0'));
  expect(run(folder).warnings).toMatchObject([{ file, line: null, code: 'no-questions' }]);
  expect(run(folder, { categories: ['parallel'] }).warnings).toEqual([]);
});

test('an unknown parameter type is left out with a warning', () => {
  const folder = tempFolder();
  const parameters = { type: 'dict', properties: { city: { type: 'HashMap' } } };
  const odd = { ...question('irrelevance_0'), function: [{ name: 'f', parameters }] };
  folder.lines('data/BFCL_v4_irrelevance.json', odd);
  const report = run(folder, { resultsDirs: null });
  expect(report.warnings).toMatchObject([{ line: 1, path: 'function', code: 'unknown-type' }]);
  const { scenarios } = loadScenarios([join(folder.path, 'out/scenarios')], { cwd: folder.path });
  expect(scenarios[0]?.tools[0]?.parameters).toMatchObject({ properties: { city: {} } });
});

test('progress counts the bytes of the result files', () => {
  const folder = tempFolder();
  sound(folder);
  folder.lines('result/n/BFCL_v4_parallel_result.json', result('parallel_0'));
  folder.lines('result/n/BFCL_v4_multiple_result.json', result('multiple_0'));
  const seen: [number, number][] = [];
  run(folder, { onProgress: (done, total) => seen.push([done, total]) });
  const total = seen[0]?.[1] ?? 0;
  expect(seen.map(([done]) => done)).toEqual([0, expect.any(Number), total]);
  expect(new Set(seen.map(([, all]) => all)).size).toBe(1);
});

test.each<[string, (folder: TempFolder) => Partial<BfclImport>, string]>([
  ['no data folder', ({ path }) => ({ dataDir: join(path, 'none') }), 'there is no such folder'],
  ['no questions in it', ({ path }) => ({ dataDir: join(path, 'result') }), 'holds no questions that can be imported'],
  ['no results folder', ({ path }) => ({ resultsDirs: [join(path, 'none')] }), 'there is no such folder'],
  ['no results in it', ({ path }) => ({ resultsDirs: [join(path, 'data')] }), 'holds no result files'],
  ['a model twice', ({ path }) => ({ resultsDirs: [join(path, 'result'), join(path, 'result/m')] }), 'the model `m`'],
  ['a category that is not there', () => ({ categories: ['parallel', 'live_simple'] }), '`live_simple` is not there'],
])('refused before anything is written: %s', (_name, options, message) => {
  const folder = tempFolder();
  sound(folder);
  const error = failure(() => run(folder, options(folder)));
  expect(error.code).toBe('IMPORT');
  expect(error.message).toContain(message);
  expect(error.remedy).not.toBeNull();
  expect(existsSync(join(folder.path, 'out'))).toBe(false);
});

test('an out folder that cannot be written is told', () => {
  const folder = tempFolder();
  sound(folder);
  folder.lines('taken', 'a file');
  const error = failure(() => run(folder, { out: join(folder.path, 'taken') }));
  expect(error.code).toBe('OUTPUT');
});
