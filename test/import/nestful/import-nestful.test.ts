import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkLoaded } from '../../../src/check/check-loaded.ts';
import { importNestful } from '../../../src/import/nestful/nestful.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SPEC = [
  {
    name: 'Shop.find',
    description: 'Finds a product.',
    query_parameters: {
      q: { type: 'String', required: true },
      sort: { type: 'Enum', allowed_values: ['price', 'name'] },
    },
  },
  {
    name: 'rate',
    description: 'Rates.',
    parameters: { id: { type: 'string', required: true }, stars: { type: 'integer', required: true } },
  },
];
const DATA = [
  {
    input: 'Rate the first lamp.',
    output: [
      { name: 'Shop.find', arguments: { q: 'lamp' }, label: 'var1' },
      { name: 'Shop.find', arguments: { q: 'mat', sort: 'age' }, label: 'var2' },
      { name: 'rate', arguments: { id: '$var1.items[0].id$', stars: 'five of $var2.count$' }, label: 'var3' },
      { name: 'var_result', arguments: { done: '$var3$' } },
    ],
  },
  {
    input: 'Twice.',
    output: [
      { name: 'paint', arguments: {}, label: 'var1' },
      { name: 'paint', arguments: { on: '$var1.id$' }, label: 'var1' },
    ],
  },
  { input: 'Broken.', output: [{ name: 'rate' }] },
];

function imported(): { readonly dir: string; readonly out: JsonObject; readonly warnings: readonly string[] } {
  const dir = tempDir({ 'in/shop-data.json': DATA, 'in/shop-spec.json': SPEC });
  const report = importNestful(join(dir, 'in'), join(dir, 'out'));
  expect(report.files).toEqual([{ name: 'shop', scenarios: 2 }]);
  const out = JSON.parse(readFileSync(join(dir, 'out/scenarios/shop.json'), 'utf8')) as JsonObject;
  return { dir, out, warnings: report.warnings.map(({ line, path, message }) => `${line} ${path}: ${message}`) };
}

test('a plan becomes calls with ids, the order of what they take, and references', () => {
  const { out } = imported();
  const [first, second] = out['scenarios'] as JsonObject[];
  expect(first).toMatchObject({
    id: 'shop-1',
    prompt: 'Rate the first lamp.',
    max_steps: 4,
    expect: {
      calls: [
        { name: 'Shop_find', id: 'var1', arguments: { q: 'lamp' } },
        { name: 'Shop_find', id: 'var2', arguments: { q: 'mat', sort: 'age' } },
        {
          name: 'rate',
          after: ['var1', 'var2'],
          arguments: { id: { $result: 'var1.items[0].id' }, stars: { $any: true } },
        },
      ],
    },
  });
  expect(second?.['expect']).toEqual({
    calls: [
      { name: 'paint', id: 'var1', arguments: {} },
      { name: 'paint', after: ['var1'], arguments: { on: { $result: 'var1.id' } } },
    ],
  });
});

test('what cannot be said is told with its line, and nothing is left out in silence', () => {
  const { warnings } = imported();
  expect(warnings.map((one) => one.replace(/^\d+/u, 'n'))).toEqual([
    'n [0].output[2].arguments.stars: `five of $var2.count$` is computed from a result, which a matcher cannot say: any value is accepted.',
    'n [1].output[1].label: `var1` is taken by an earlier call: this one is called `var1-2`.',
    'n [2].output[0]: Expected a call with `name` and `arguments`.',
    'n [1].output[0].name: The plan calls `paint`, which no tool of the data is called: it is declared with open parameters.',
    "n [0].output[1].arguments: The plan's own call breaks what the tool says of sort: that is left out of the schema.",
  ]);
});

test('what is imported loads, is right by its own expectation, and tells wrong answers from it', async () => {
  const { dir } = imported();
  const { reports, issues } = await checkLoaded(loadScenarios(['out'], { cwd: dir }));
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  for (const { oracle, mutants } of reports) {
    expect([oracle.rejected, oracle.passesEmpty]).toEqual([[], []]);
    expect(mutants?.survivors).toEqual([]);
  }
});

test('a folder that holds something else is refused by name', () => {
  expect(() => importNestful(tempDir(), 'out')).toThrow('holds no file *-data.json');
});
