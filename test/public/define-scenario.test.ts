import { expect, test } from 'vitest';
import {
  checkScenarios,
  defineScenario,
  isTooltapeError,
  loadScenarios,
  type WrittenScenario,
} from '../../src/index.ts';
import { tempDir } from '../support/temp-dir.ts';

const WEATHER = {
  id: 'weather-paris',
  tags: ['weather'],
  prompt: 'What is the weather in Paris?',
  tools: [
    {
      name: 'get_weather',
      description: 'Tells the weather of a city.',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string', description: 'Name of the city' } },
        required: ['city'],
      },
      returns: [{ result: { temperature: 22 } }],
    },
  ],
  expect: { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }], final: { contains: ['22'] } },
} satisfies WrittenScenario;

/** The same value as a file, and as `defineScenario` reads it. */
function bothWays(value: unknown): { file: unknown; defined: unknown } {
  const dir = tempDir({ 'scenarios/a.json': JSON.stringify(value) });
  const problemsOf = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      if (!isTooltapeError(error)) throw error;
      return error.issues.map(({ path, code, message }) => ({
        path,
        code,
        message: message.replace(/\(looked for .*?\)/, ''),
      }));
    }
  };
  return {
    file: problemsOf(() => ({ ...loadScenarios([], { cwd: dir }).scenarios[0], file: '' })),
    defined: problemsOf(() => ({ ...defineScenario(value as WrittenScenario), file: '' })),
  };
}

test.each<[string, unknown]>([
  ['what is right', WEATHER],
  ['a key that there is not', { ...WEATHER, tool: [] }],
  ['an id with a blank', { ...WEATHER, id: 'weather paris' }],
  ['no id', { ...WEATHER, id: undefined }],
  [
    'a matcher that there is not',
    { ...WEATHER, expect: { calls: [{ name: 'get_weather', arguments: { city: { $like: 'P' } } }] } },
  ],
  ['calls without tools', { ...WEATHER, tools: undefined }],
  ['a cycle', { ...WEATHER, expect: { calls: [{ name: 'get_weather', id: 'a', after: ['a'] }] } }],
  ['several faults', { ...WEATHER, prompt: 1, min_pass: 2, trials: 0 }],
  ['a module that is not there', { ...WEATHER, tools: [{ ...WEATHER.tools[0], returns: [{ module: './no.ts#f' }] }] }],
])('a scenario in TypeScript is read like a file: %s', (_, value) => {
  const { file, defined } = bothWays(value);
  expect(defined).toEqual(file);
});

test.each<[string, unknown, string, RegExp]>([
  ['a function', { ...WEATHER, request: { f: () => 1 } }, 'request.f', /found a function/],
  ['a date', { ...WEATHER, tags: [new Date(0)] }, 'tags[0]', /an object of the class Date/],
  ['a map', { ...WEATHER, request: { m: new Map() } }, 'request.m', /an object of the class Map/],
  ['a regular expression', { ...WEATHER, prompt: /a/ }, 'prompt', /an object of the class RegExp/],
  ['a bigint', { ...WEATHER, trials: 3n }, 'trials', /found a bigint/],
  ['no number', { ...WEATHER, min_pass: Number.NaN }, 'min_pass', /NaN is no JSON number/],
  ['several scenarios', { scenarios: [WEATHER] }, 'scenarios', /call defineScenario for each/],
  ['a text', 'weather', '', /Expected a scenario/],
  ['nothing', null, '', /Expected/],
])('what JSON cannot say is refused with its place: %s', (_, value, path, message) => {
  let caught: unknown = null;
  try {
    defineScenario(value as WrittenScenario);
  } catch (error) {
    caught = error;
  }
  expect(isTooltapeError(caught) && caught.code).toBe('SCENARIO');
  const [issue] = isTooltapeError(caught) ? caught.issues : [];
  expect(issue?.path).toBe(path);
  expect(issue?.message).toMatch(message);
  expect((caught as Error).message).toContain(issue?.message);
});

test('a value that holds itself ends in an error, and the value may be changed afterwards', () => {
  const round: Record<string, unknown> = { ...WEATHER };
  round['request'] = { round };
  expect(() => defineScenario(round as unknown as WrittenScenario)).toThrow(/nests deeper/);
  const value = structuredClone(WEATHER);
  const scenario = defineScenario(value);
  value.tools[0]!.name = 'other';
  expect(scenario.tools[0]?.name).toBe('get_weather');
});

test('check finds in a scenario of a program what it finds in a file: lints of tools, of expectations, survivors', async () => {
  const loose = {
    ...WEATHER,
    tools: [{ name: 'web_search' }, ...WEATHER.tools],
    expect: { calls: [{ name: 'get_weather' }] },
  };
  const dir = tempDir({ 'scenarios/a.json': JSON.stringify(loose) });
  const ofFile = await checkScenarios(undefined, { cwd: dir });
  const defined = await checkScenarios([defineScenario(loose)]);
  const places = ({ issues }: typeof defined): unknown =>
    issues.map(({ code, path, message }) => ({ code, path, message }));
  expect(defined.issues.map(({ code }) => code)).toContain('tool-name');
  expect(places(defined)).toEqual(places(ofFile));
  expect(defined.summary).toEqual(ofFile.summary);
  expect(defined.summary.killed).toBeGreaterThan(0);
});

test('two scenarios of one id are refused, as in files', async () => {
  const twins = [defineScenario(WEATHER), defineScenario({ ...WEATHER, id: 'Weather-Paris' })];
  await expect(checkScenarios(twins)).rejects.toThrow(/is taken/);
});
