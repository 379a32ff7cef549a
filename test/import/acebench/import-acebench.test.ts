import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkLoaded } from '../../../src/check/check-loaded.ts';
import { importAcebench } from '../../../src/import/acebench/acebench.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { dataFolder } from '../../support/data-folder.ts';
import { tempDir } from '../../support/temp-dir.ts';

const jsonLines = (...lines: readonly unknown[]): string =>
  lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');

const FUNCTIONS = [
  {
    name: 'Shop.order',
    description: 'Orders.',
    parameters: {
      type: 'dict',
      properties: {
        item: { type: 'string' },
        size: { type: 'string', enum: ['S', 'M'] },
        tags: { type: 'list(string)' },
        count: { type: 'int' },
        odd: { type: 'thing' },
      },
      required: ['item'],
    },
  },
];

function imported(): {
  readonly dir: string;
  readonly warnings: readonly string[];
  readonly scenarios: readonly JsonObject[];
} {
  const files = {
    'data_all/data_en/data_normal_x.json': jsonLines(
      {
        id: 'n_0',
        question: 'user: A red lamp.\nsystem: Which size?\nuser: M\nplease',
        function: FUNCTIONS,
        time: 'It is noon.',
      },
      { id: 'n_1', question: 'user: Two lamps.', function: FUNCTIONS, time: '' },
      { id: 'n_2', question: 'user: Either.', function: FUNCTIONS, profile: { name: 'Ada' } },
      { id: 'n_3', question: '', function: [] },
      'no json',
      { id: 'n_4', question: 'user: Paint.', function: [] },
    ),
    'data_all/data_en/possible_answer/data_normal_x.json': jsonLines(
      { id: 'n_0', ground_truth: { Shop_order: { item: 'Red Lamp', size: 'M', tags: ['a b'], count: 2 } } },
      { id: 'n_1', ground_truth: { 'Shop.order_1': { item: 'lamp' }, 'Shop.order_2': { item: 'Lamp 2' } } },
      { id: 'n_2', ground_truth: [{ Shop_order: { item: 'x' } }, { Shop_order: { item: 'y' } }] },
      { id: 'n_4', ground_truth: { paint: {} } },
    ),
    'data_all/data_zh/data_special_y.json': jsonLines({
      id: 's_0',
      question: 'user:你好',
      function: FUNCTIONS,
      time: '',
    }),
    'data_all/data_zh/data_agent_multi_turn.json': jsonLines({ id: 'a' }, { id: 'b' }),
  };
  const dir = tempDir(files);
  const report = importAcebench(join(dir, 'data_all'), null, join(dir, 'out'));
  expect(report.files).toEqual([
    { name: 'en-normal_x', scenarios: 4 },
    { name: 'zh-special_y', scenarios: 1 },
  ]);
  expect(report.leftOut).toEqual([{ name: 'zh-agent_multi_turn', lines: 2 }]);
  const read = (name: string): JsonObject[] =>
    (JSON.parse(readFileSync(join(dir, `out/scenarios/${name}.json`), 'utf8')) as { scenarios: JsonObject[] })
      .scenarios;
  return {
    dir,
    warnings: report.warnings.map(({ line, path, message }) => `${line} ${path}: ${message}`),
    scenarios: [...read('en-normal_x'), ...read('zh-special_y')],
  };
}

test('a question becomes messages, tools and calls', () => {
  const [first, twice, either, paint, special] = imported().scenarios;
  expect(first?.['messages']).toEqual([
    { role: 'system', content: 'It is noon.' },
    { role: 'user', content: 'A red lamp.' },
    { role: 'assistant', content: 'Which size?' },
    { role: 'user', content: 'M\nplease' },
  ]);
  expect(first?.['expect']).toEqual({
    calls: [
      { name: 'Shop_order', arguments: { item: { $text: 'Red Lamp' }, size: 'M', tags: [{ $text: 'a b' }], count: 2 } },
    ],
  });
  expect(twice?.['expect']).toMatchObject({ calls: [{ name: 'Shop_order' }, { name: 'Shop_order' }] });
  expect(either?.['expect']).toMatchObject({
    any_of: [{ calls: [{ name: 'Shop_order' }] }, { calls: [{ name: 'Shop_order' }] }],
  });
  expect(paint?.['tools']).toMatchObject([{ name: 'paint' }]);
  expect(special).toMatchObject({ id: 'zh_s_0', messages: [{ role: 'user', content: '你好' }], expect: { calls: [] } });
});

test('what cannot be said is told by line', () => {
  expect(imported().warnings.filter((one) => !one.includes('`Shop_order`'))).toEqual([
    expect.stringMatching(/^5 : The line is no JSON: /u),
    '4 question: Nobody says anything; the line is left out.',
    '6 function: The answer calls `paint`, which the question does not declare: it is declared with open parameters.',
  ]);
  expect(imported().warnings.find((one) => one.includes('`Shop_order`'))).toBe(
    '1 function[0]: `Shop_order`: JSON Schema knows no type thing: it is left out.',
  );
});

test('what is imported loads and is right by its own expectation', async () => {
  const { dir } = imported();
  const { reports } = await checkLoaded(loadScenarios(['out'], { cwd: dir }));
  expect(reports).toHaveLength(5);
  expect(reports.flatMap(({ oracle }) => oracle.rejected)).toEqual([]);
});

test('a folder of something else, and a category that is not there, are refused by name', () => {
  expect(() => importAcebench(tempDir(), null, 'out')).toThrow('holds no questions of ACEBench');
  const dir = tempDir({ 'data_en/data_normal_x.json': '' });
  expect(() => importAcebench(join(dir, 'data_en'), ['normal_y'], 'out')).toThrow('it has no category "normal_y"');
});

const FOLDER = dataFolder('ACEBench', 'data_all/data_en');

test.skipIf(FOLDER === null)(
  'every line that needs no simulator loads, and only real errors of the data make one unpassable',
  async () => {
    const dir = tempDir();
    const report = importAcebench(join(FOLDER ?? '', 'data_all'), null, join(dir, 'out'));
    expect(report.leftOut.reduce((sum, { lines }) => sum + lines, 0)).toBe(100);
    const loaded = loadScenarios(['out'], { cwd: dir });
    expect(loaded.scenarios).toHaveLength(1940);
    const { reports } = await checkLoaded(loaded);
    const rejected = reports.filter(({ oracle }) => !oracle.pass);
    process.stderr.write(
      `ACEBench scenarios that nobody can pass: ${rejected.map(({ scenario }) => scenario).join(', ')}\n`,
    );
    for (const { scenario, issues } of rejected) {
      expect([scenario, issues.some(({ severity }) => severity === 'error')]).toEqual([scenario, true]);
    }
  },
  600_000,
);
