import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile } from '../../src/domain/run.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const CSV = `model,item,trial,pass,error,tag,latency_ms,cost
m1,a/1,1,true,,x,120,0.01
m1,a/1,2,0,,x,130,0.01
m1,b,1,False,,"x,y",,
m2,a/1,1,1,,x,,
m2,a/1,2,pass,,x,,
m2,b,1,,rate-limit,y,,
"m,3 ""q""",b,1,FAIL,the server said no,y,,
`;

function importing(dir: string, text: string, args: readonly string[] = [], name = 'table.csv'): Promise<CliResult> {
  writeFileSync(join(dir, name), text);
  return runCli(['import', 'verdicts', name, '-o', 'run.json', ...args], { cwd: dir });
}

function readRun(dir: string): RunFile {
  return JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')) as RunFile;
}

test('a table becomes a run file: verdicts, errors apart, tags, latency and cost', async () => {
  const dir = tempDir();
  const { code, stdout, stderr } = await importing(dir, CSV);
  expect([code, stdout]).toEqual([0, '3 models, 2 items: 7 verdicts, of which 2 errors, not judged\n']);
  expect(stderr).toContain('m,3 "q" lacks 2 of 3: a/1, trial 1; a/1, trial 2');
  const run = readRun(dir);
  expect(run.mode).toBe('import');
  expect(run.models.map(({ name, source }) => [name, source])).toEqual([
    ['m1', 'import'],
    ['m2', 'import'],
    ['m,3 "q"', 'import'],
  ]);
  expect(run.scenarios.map(({ id, tags }) => [id, tags])).toEqual([
    ['a/1', ['x']],
    ['b', ['x', 'y']],
  ]);
  expect(
    run.trials.map(({ scenario, model, trial, status, reason }) => [scenario, model, trial, status, reason]),
  ).toEqual([
    ['a/1', 'm1', 1, 'pass', null],
    ['a/1', 'm1', 2, 'fail', null],
    ['a/1', 'm2', 1, 'pass', null],
    ['a/1', 'm2', 2, 'pass', null],
    ['b', 'm1', 1, 'fail', null],
    ['b', 'm2', 1, 'error', 'rate-limit'],
    ['b', 'm,3 "q"', 1, 'error', 'provider-error'],
  ]);
  expect(run.trials[0]).toMatchObject({ latencyMs: 120, costUsd: 0.01 });
  expect(run.trials[6]?.error).toEqual({ status: null, code: 'provider-error', message: 'the server said no' });
  expect(run.summary.map(({ model, pass, judged, error }) => [model, pass, judged, error])).toEqual([
    ['m1', 1, 3, 0],
    ['m2', 2, 2, 1],
    ['m,3 "q"', 0, 0, 1],
  ]);
});

test('JSON lines and columns of other names, separators and a byte order mark give the same run', async () => {
  const rows = CSV.trim()
    .split('\n')
    .slice(1, 4)
    .map((line) => line.split(','));
  const lines = rows.map(([agent, task, n, ok]) =>
    JSON.stringify({ agent, task, n: Number(n), ok: ok === 'true', why: null, extra: [1] }),
  );
  const semicolons = `\uFEFFagent;task;n;ok\r\n${rows.map((row) => row.slice(0, 4).join(';')).join('\r\n')}\r\n`;
  const map = ['--map', 'model=agent', 'item=task', 'trial=n', 'pass=ok'];
  const seen: unknown[] = [];
  for (const [name, text] of [
    ['rows.jsonl', lines.join('\n')],
    ['rows.csv', semicolons],
  ] as const) {
    const dir = tempDir();
    const { code, stderr } = await importing(dir, text, map, name);
    expect([code, stderr]).toEqual([0, 'next: npx tooltape compare run.json\n']);
    seen.push(readRun(dir).trials);
  }
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]).toHaveLength(3);
});

test('reports, comparisons and gates take the run as they take any other', async () => {
  const dir = tempDir();
  const rows = Array.from({ length: 40 }, (_, i) =>
    ['good', 'bad', 'same'].map(
      (model) => `${model},item-${i},1,${model === 'bad' ? i < 10 : i < 30},${i < 20 ? 'low' : 'high'}`,
    ),
  );
  await importing(dir, `model,item,trial,pass,tag\n${rows.flat().join('\n')}\n`);
  const cli = (...args: readonly string[]): Promise<CliResult> => runCli(args, { cwd: dir });
  const compared = await cli('compare', 'run.json');
  expect(compared.code).toBe(0);
  expect(compared.stdout).toMatch(/bad +worse/);
  expect(compared.stdout).toContain('2 of 3 pairs of models differ significantly.');
  expect(compared.stdout).toContain('good, same — these two: no significant difference');
  // Columns of what nobody saw would be empty.
  expect(compared.stdout).not.toMatch(/parallel|wire|abstain/);
  const reported = await cli(
    'report',
    'run.json',
    '--reporter',
    'table,html:r.html,junit:r.xml,markdown:r.md,csv:r.csv',
  );
  expect(reported.code).toBe(0);
  expect(reported.stdout).toContain('Verdicts from elsewhere, without transcripts.');
  expect(readFileSync(join(dir, 'r.xml'), 'utf8')).not.toContain('no call was made');
  writeFileSync(
    join(dir, 'worse.csv'),
    `model,item,trial,pass\n${rows.map((_, i) => `good,item-${i},1,${i < 12}`).join('\n')}\n`,
  );
  await cli('import', 'verdicts', 'worse.csv', '-o', 'worse.json');
  expect((await cli('compare', 'run.json', 'worse.json', '--baseline')).code).toBe(1);
  expect((await cli('compare', 'run.json', 'run.json', '--baseline')).code).toBe(0);
});

test('rows that are no verdicts are named with line and column, and nothing is written', async () => {
  const dir = tempDir();
  const { code, stderr } = await importing(
    dir,
    'model,item,trial,pass,cost\nm,a,1,maybe,\n,b,0,true,-1\nm,c,1,true,\nm,d,1,true,1e308\nm,e,1,true,Infinity\n',
  );
  expect(code).toBe(2);
  expect(stderr).toContain('4 rows cannot be imported; nothing was written');
  for (const text of [
    'table.csv:2 pass: pass: expected true or false, found "maybe"',
    'table.csv:3 model: model: expected a name, found ""',
    'table.csv:3 trial: trial: expected a whole number from 1, found "0"',
    'table.csv:3 cost: cost: expected US dollars from 0 to 1000000000, found "-1"',
    'table.csv:5 cost: cost: expected US dollars from 0 to 1000000000, found "1e308"',
    'table.csv:6 cost: cost: expected US dollars from 0 to 1000000000, found "Infinity"',
  ])
    expect(stderr).toContain(text);
  expect(() => readRun(dir)).toThrow(/ENOENT/);
});

test('the largest numbers that are taken make a run file that is read', async () => {
  const dir = tempDir();
  const rows = Array.from({ length: 50 }, (_, i) => `m,a${i},true,2147483647,1000000000\n`).join('');
  expect((await importing(dir, `model,item,pass,latency_ms,cost\n${rows}`)).code).toBe(0);
  expect((await runCli(['report', 'run.json'], { cwd: dir })).code).toBe(0);
});

test('a table of errors alone needs no column for verdicts', async () => {
  const dir = tempDir();
  const { code, stdout } = await importing(dir, '{"model":"m","item":"a","error":"timeout"}\n');
  expect([code, stdout]).toEqual([0, '1 model, 1 item: 1 verdict, of which 1 error, not judged\n']);
  expect(readRun(dir).trials[0]).toMatchObject({ status: 'error', reason: 'timeout' });
});

test('a verdict that is told twice counts once, two that contradict each other are an error', async () => {
  const dir = tempDir();
  const same = await importing(dir, 'model,item,pass\nm,a,true\nm,b,true\nm,a,1\n');
  expect([same.code, same.stdout]).toEqual([0, '1 model, 2 items: 2 verdicts\n']);
  expect(same.stderr).toContain('told twice, counted once: table.csv:4');
  const other = await importing(dir, 'model,item,pass\nm,a,true\nm,b,true\nm,a,0\n');
  expect(other.code).toBe(2);
  expect(other.stderr).toContain('m on a, trial 1: fail, but pass at table.csv:2');
});

test.each([
  [
    'a column that is not there',
    'who,item,pass\nm,a,1\n',
    [],
    /has no column "model"[\s\S]*The columns are: who, item, pass/,
  ],
  [
    'a map of no column',
    'model,item,pass\nm,a,1\n',
    ['--map', 'modl=who'],
    /expected COLUMN=NAME; did you mean model=who\?/,
  ],
  ['no verdict', 'model,item,pass\n', [], /no verdict in it/],
  ['lines that are no objects', '[1]\n', [], /table\.csv:1: expected a JSON object, found \[1\]/],
  ['rows of other lengths', 'model,item,pass\nm,a,1,2,3\n', [], /it is not CSV: .*line 2/],
])('%s is said', async (_, text, args, message) => {
  const { code, stderr } = await importing(tempDir(), text, args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
});
