import { expect, test } from 'vitest';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const call = (name: string, city: unknown): object => ({ calls: [{ name, arguments: { city } }] });

test('check tells every problem at once: of scenarios that cannot be loaded, and of those that can', async () => {
  const scenarios = [
    { ...WEATHER, id: 'sound' },
    { ...WEATHER, id: 'number', prompt: 'What about Rome?', expect: call('get_weather', 5) },
    { ...WEATHER, id: 'unknown', expect: call('get_wether', 'Paris') },
  ];
  const dir = tempDir({
    'scenarios/many.json': { scenarios },
    'scenarios/none.yaml': 'id: [',
    'scenarios/twice.json': { ...WEATHER, id: 'sound' },
  });
  const { code, stdout, stderr } = await runCli(['check'], { cwd: dir });
  expect(code).toBe(2);
  expect(stdout).toMatch(/error: number: .*many\.json.* scenarios\[1\]\.expect.*expected string, found 5/);
  expect(stdout).toContain('1 scenario: 2 errors');
  expect(stderr).toMatch(/scenarios\[2\]\.expect\.calls\[0\]\.name: .*"get_wether"/);
  expect(stderr).toMatch(/none\.yaml:1: The file is not YAML/);
  expect(stderr).toMatch(/The id "sound" is taken/);
});

test.each([
  ['shared tools', { tools: [{ name: 'get_weather', parameters: { type: 'strin' } }], scenarios: [WEATHER] }],
  ['the only scenario', { ...WEATHER, expect: call('get_wether', 'Paris') }],
])('nothing is checked by what is wrong in %s', async (_, file) => {
  const { code, stdout, stderr } = await runCli(['check'], { cwd: tempDir({ 'scenarios/one.json': file }) });
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('1 problem in 1 scenario file');
});

test.each([
  ['0.6', 0],
  ['0.625', 0],
  ['0.63', 1],
  ['1.5', 2],
])('a gate of %s on five of eight caught exits %i', async (gate, code) => {
  const lax = { ...WEATHER, expect: { ...call('get_weather', { $regex: '.' }), extra: 'allow' } };
  const other = { name: 'other', parameters: { type: 'object', properties: {} }, returns: [{ result: 1 }] };
  const dir = tempDir({ 'scenarios/lax.json': { ...lax, tools: [...WEATHER.tools, other] } });
  const result = await runCli(['check', '--min-mutation', gate], { cwd: dir });
  expect(result.code, result.stdout).toBe(code);
});
