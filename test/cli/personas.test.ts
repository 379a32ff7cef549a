import { expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { outcomes, runAndRead, type RanCli } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const PERSONAS = ['oracle', 'one-at-a-time', 'wrong-arguments', 'wrong-tool', 'talker', 'eager'];

async function recordShipped(): Promise<RanCli> {
  const models = PERSONAS.map((name) => `${name}@sandbox`).join(',');
  const args = ['run', resolve(ROOT, 'scenarios'), '--models', models, '--record', 'all', '--output', 'run.json'];
  return runAndRead(args, { cwd: tempDir() });
}

test('the simulated models do right and wrong as their names say, and each fault is named', async () => {
  const { code, run } = await recordShipped();
  expect(code).toBe(0);
  const of = (persona: string): Record<string, string> => outcomes(run, `${persona}@sandbox`);
  expect(Object.keys(of('oracle')).length).toBeGreaterThanOrEqual(16);
  expect(new Set(Object.values(of('oracle')))).toEqual(new Set(['pass']));

  const parallel = (persona: string): unknown[] =>
    run.trials.filter((row) => row.model === `${persona}@sandbox`).flatMap((row) => row.scores.parallel ?? []);
  expect(parallel('oracle').length).toBeGreaterThanOrEqual(2);
  expect(new Set(parallel('oracle'))).toEqual(new Set(['parallel']));
  expect(parallel('one-at-a-time')).toHaveLength(parallel('oracle').length);
  expect(new Set(parallel('one-at-a-time'))).toEqual(new Set(['serial']));

  const failing = (persona: string): Set<string> =>
    new Set(Object.values(of(persona)).filter((outcome) => outcome !== 'pass'));
  expect([...failing('wrong-arguments')].every((o) => /(wrong|invalid)-arguments$/.test(o))).toBe(true);
  expect(failing('wrong-arguments').size).toBeGreaterThan(0);
  expect(of('wrong-tool')['weather-and-umbrella']).toBe('fail wrong-tool');
  expect(of('talker')['weather-and-umbrella']).toBe('fail missing-call');
  expect(of('eager')['no-tool-needed']).toBe('fail called-tool');
  expect(run.trials.every((row) => row.findings.length === 0)).toBe(true);
});

test('a run that asks simulated models by two gateways comes to its end', async () => {
  const cwd = tempDir();
  writeFileSync(
    join(cwd, 'tooltape.config.yaml'),
    'gateways: { one: { sandbox: true }, other: { sandbox: true } }\ndefaults: { models: [oracle@one, oracle@other] }\n',
  );
  const { code, run } = await runAndRead(
    ['run', resolve(ROOT, 'scenarios'), '--grep', '^weather-and-umbrella$', '--output', 'run.json'],
    { cwd },
  );
  expect(code).toBe(0);
  expect(run.trials.map(({ model, status }) => [model, status])).toEqual([
    ['oracle@one', 'pass'],
    ['oracle@other', 'pass'],
  ]);
});
