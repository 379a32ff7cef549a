import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadScenarios } from '../../src/scenario/load.ts';
import { callsOf } from '../../src/domain/plans.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { functionTools } from '../../src/protocol/function-tools.ts';

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const shipped = loadScenarios([], { cwd });

const byId = (id: string): Scenario => {
  const found = shipped.scenarios.find((scenario) => scenario.id === id);
  if (!found) throw new Error(`${id} is not shipped`);
  return found;
};

test('the shipped scenarios load without a warning', () => {
  expect(shipped.warnings).toEqual([]);
  expect(shipped.scenarios.length).toBeGreaterThanOrEqual(18);
});

test('each shipped file names its schema first, and then says in a comment what it teaches', () => {
  for (const { path } of shipped.files) {
    const [first, second] = readFileSync(path, 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../schema/scenario.schema.json');
    expect(second).toMatch(/^# \S/);
  }
});

test('the scenario of the design is the one that is shipped', () => {
  const scenario = byId('weather-and-umbrella');
  expect(scenario.turns[0]?.messages).toEqual([{ role: 'user', content: '北京今天天气怎么样?顺便帮我搜一下雨伞' }]);
  expect(functionTools(scenario.tools)).toEqual([
    {
      type: 'function',
      function: {
        name: 'get_weather',
        description: '获取指定城市的天气信息',
        parameters: {
          type: 'object',
          properties: {
            city: { type: 'string', description: '城市名称,如:北京' },
            unit: { type: 'string', enum: ['celsius', 'fahrenheit'], description: '温度单位' },
          },
          required: ['city'],
        },
      },
    },
    {
      type: 'function',
      function: {
        name: 'search_products',
        description: '搜索商品',
        parameters: {
          type: 'object',
          properties: {
            query: { type: 'string', description: '搜索关键词' },
            max_price: { type: 'number', description: '最高价格' },
          },
          required: ['query'],
        },
      },
    },
  ]);
  expect(scenario.written.expect).toEqual({
    calls: [
      { name: 'get_weather', arguments: { city: { $contains: '北京' }, unit: { $optional: 'celsius' } } },
      { name: 'search_products', arguments: { query: { $contains: '伞' } } },
    ],
    final: { contains: ['22', '雨伞'] },
  });
});

test('the shipped scenarios cover what a benchmark of tool calls has to', () => {
  const plans = shipped.scenarios.flatMap((scenario) => scenario.turns.flatMap((turn) => turn.expect.plans));
  const covered = {
    parallel: plans.some((plan) => Array.isArray(plan.groups) && plan.groups.some((group) => group.length > 2)),
    dependent: plans.some((plan) => Array.isArray(plan.groups) && plan.groups.length > 1),
    abstention: plans.some((plan) => Array.isArray(plan.groups) && plan.groups.length === 0),
    forbidden: plans.some((plan) => plan.forbidden.length > 0),
    retry: plans.some((plan) => plan.allowRetry),
    alternatives: shipped.scenarios.some((scenario) => scenario.turns.some((turn) => turn.expect.plans.length > 1)),
    turns: shipped.scenarios.some((scenario) => scenario.turns.length === 3),
    none: shipped.scenarios.some((scenario) => scenario.toolChoice === 'none'),
    required: shipped.scenarios.some((scenario) => scenario.toolChoice === 'required'),
    named: shipped.scenarios.some(
      (scenario) => typeof scenario.toolChoice === 'object' && scenario.toolChoice !== null,
    ),
  };
  expect(Object.entries(covered).filter(([, is]) => !is)).toEqual([]);
});

test('the shipped scenarios show every part of the language that reaches beyond one list of calls', () => {
  const { scenarios } = shipped;
  const calls = scenarios.flatMap((one) =>
    [
      ...one.turns.map(({ expect: wanted }) => wanted),
      ...(one.conversation === null ? [] : [one.conversation]),
    ].flatMap(({ plans }) => plans.flatMap(callsOf)),
  );
  const shows = (operator: string): boolean =>
    calls.some(({ arguments: args }) => JSON.stringify(args).includes(`"${operator}"`));
  const shown = {
    order: calls.some(({ after }) => after.length > 0),
    reference: shows('$result'),
    instant: shows('$instant'),
    url: shows('$url'),
    conversation: scenarios.some(({ conversation }) => conversation !== null),
    state: scenarios.some(({ state, turns }) => state !== null && turns.at(-1)?.expect.plans[0]?.state !== null),
    trials: scenarios.some(({ trials }) => trials !== null),
    floor: scenarios.some(({ minPass }) => minPass !== null),
    formats: scenarios.some(({ formats }) => formats === 'strict'),
  };
  expect(Object.entries(shown).filter(([, is]) => !is)).toEqual([]);
});
