import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAndRead, type RanCli, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const CONFIG = {
  gateways: { sandbox: { sandbox: true } },
  models: { oracle: { gateway: 'sandbox' }, talker: { gateway: 'sandbox' }, eager: { gateway: 'sandbox' } },
  defaults: { models: ['oracle'] },
};

/** Two scenarios with recordings of these models. */
async function recorded(models: string): Promise<string> {
  const dir = tempDir({
    'scenarios/a.json': { ...WEATHER, id: 'a' },
    'scenarios/b.json': { ...WEATHER, id: 'b', prompt: 'And in Paris today?' },
    'tooltape.config.json': CONFIG,
  });
  expect((await runCli(['run', '--models', models], { cwd: dir })).code).toBe(0);
  return dir;
}

/** `oracle a pass`: what was planned, and what became of it. */
const planned = ({ run }: RanCli): string[] => run.trials.map((row) => `${row.model} ${row.scenario} ${row.status}`);

function rename(dir: string, from: string, to: string): void {
  for (const scenario of readdirSync(join(dir, 'cassettes'))) {
    const [before, after] = [from, to].map((name) => join(dir, 'cassettes', scenario, `${name}.json`));
    renameSync(before ?? '', after ?? '');
    writeFileSync(after ?? '', readFileSync(after ?? '', 'utf8').replace(`"model": "${from}"`, `"model": "${to}"`));
  }
}

test('the default models are replayed whole, others with what they have recorded', async () => {
  const dir = await recorded('oracle,talker');
  rmSync(join(dir, 'cassettes/b/talker.json'));
  const result = await runAndRead(['replay'], { cwd: dir });
  expect(result.code).toBe(0);
  expect(planned(result)).toEqual(['oracle a pass', 'talker a fail', 'oracle b pass']);
});

test('a default model without a recording is unrecorded, also where CI runs', async () => {
  const dir = await recorded('talker');
  for (const [command, env] of [
    ['replay', {}],
    ['run', { CI: 'true' }],
  ] as const) {
    const result = await runAndRead([command], { cwd: dir, env });
    expect(result.code).toBe(4);
    expect(planned(result)).toContain('oracle a unrecorded');
    expect(result.stderr).toMatch(/never recorded|no recording/);
  }
  expect((await runCli(['replay', '--models', 'talker'], { cwd: dir })).code).toBe(0);
  expect(planned(await runAndRead(['replay', '--models', 'all'], { cwd: dir }))).toEqual([
    'talker a fail',
    'talker b fail',
  ]);
});

test('recordings of a name that nobody configured are counted, and replayed when they are named', async () => {
  const dir = await recorded('oracle,eager');
  rename(dir, 'eager', 'bygone');
  const result = await runAndRead(['replay'], { cwd: dir });
  expect(result.code).toBe(0);
  expect(planned(result)).toEqual(['oracle a pass', 'oracle b pass']);
  expect(result.stderr).toContain('note: 2 recordings of models that the configuration does not know: bygone');
  rmSync(join(dir, 'cassettes/b/bygone.json'));
  expect(planned(await runAndRead(['replay', '--models', 'all'], { cwd: dir }))).toEqual([
    'oracle a pass',
    'bygone a pass',
    'oracle b pass',
  ]);
  // Whoever names a model wants all of it.
  const named = await runAndRead(['replay', '--models', 'bygone'], { cwd: dir });
  expect([named.code, planned(named)]).toEqual([4, ['bygone a pass', 'bygone b unrecorded']]);
});

test('without a configuration every model that has a recording is replayed', async () => {
  const dir = await recorded('oracle,eager');
  rename(dir, 'eager', 'bygone');
  rmSync(join(dir, 'tooltape.config.json'));
  const result = await runAndRead(['replay'], { cwd: dir });
  expect([result.code, planned(result).length]).toEqual([0, 4]);
  expect(result.stderr).not.toContain('does not know');
});

test('imported recordings are replayed beside the default models, and alone where nothing else was recorded', async () => {
  const dir = await recorded('oracle,eager');
  rename(dir, 'eager', 'published');
  for (const scenario of ['a', 'b']) {
    const file = join(dir, 'cassettes', scenario, 'published.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"source": "live"', '"source": "import"'));
  }
  const beside = await runAndRead(['replay'], { cwd: dir });
  expect([beside.code, planned(beside).length]).toEqual([0, 4]);
  cpSync(join(dir, 'cassettes'), join(dir, 'imported'), { recursive: true });
  for (const scenario of ['a', 'b']) rmSync(join(dir, 'imported', scenario, 'oracle.json'));
  const alone = await runAndRead(['replay', '--cassettes', 'imported'], { cwd: dir });
  expect([alone.code, planned(alone)]).toEqual([0, ['published a pass', 'published b pass']]);
});

test('--models and --reporter may be repeated', async () => {
  const dir = await recorded('oracle,talker');
  const reporters = ['--reporter', 'junit:j.xml', '--reporter', 'csv:t.csv', '--reporter', 'table'];
  const result = await runAndRead(['replay', '--models', 'oracle', '--models', 'talker', ...reporters], { cwd: dir });
  expect(planned(result)).toEqual(['oracle a pass', 'talker a fail', 'oracle b pass', 'talker b fail']);
  expect(result.stderr).toBe('wrote j.xml\nwrote t.csv\n');
  expect(result.stdout).toContain('pass rate');
  const alone = await runCli(['report', '--reporter', 'json', '--reporter', 'csv'], { cwd: dir });
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('json and csv both go to standard output')]);
});
