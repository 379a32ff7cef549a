import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  KEPT_BYTES,
  KEPT_RUNS,
  keepRun,
  keptRun,
  keptRuns,
  nameRun,
  removeRun,
  stoppedBy,
} from '../../src/run/history/history.ts';
import { runName } from '../../src/run/history/run-name.ts';
import { tempDir } from '../support/temp-dir.ts';

const START = Date.parse('2026-11-29T19:00:00.000Z');

/** Keeps a run of so many seconds after the start. */
function keep(dir: string, second: number, name: string | null = null): void {
  const file = join(dir, `${second}.json`);
  writeFileSync(file, `run ${second}`);
  keepRun(file, { createdAt: new Date(START + second * 1000).toISOString(), name }, join(dir, 'runs'));
}

test('the latest runs without a name are kept, and every one that has one', () => {
  const dir = tempDir({});
  keep(dir, 0, 'first');
  for (let second = 1; second <= KEPT_RUNS + 3; second += 1) keep(dir, second);
  const runs = keptRuns(join(dir, 'runs'));
  expect(runs.map(({ createdAt }) => createdAt)).toEqual(
    [...Array.from({ length: KEPT_RUNS }, (_, i) => KEPT_RUNS + 3 - i), 0].map((second) =>
      new Date(START + second * 1000).toISOString(),
    ),
  );
  expect(runs.at(-1)?.name).toBe('first');
  expect(keptRun('FIRST', join(dir, 'runs'))?.name).toBe('first');
});

test('the oldest go where all take too much; the newest stays, and those with a name', () => {
  const dir = tempDir({});
  keep(dir, 0, 'named');
  for (const second of [1, 2, 3]) {
    keep(dir, second);
    const [newest] = keptRuns(join(dir, 'runs'));
    // Sparse: it takes no space on the disk.
    truncateSync(newest?.file ?? '', KEPT_BYTES / 2 + 1);
  }
  keep(dir, 4);
  expect(keptRuns(join(dir, 'runs')).map(({ createdAt }) => createdAt.slice(17, 19))).toEqual(['04', '03', '00']);
});

test('two runs of one moment are both kept, whatever else lies in the folder', () => {
  const dir = tempDir({ 'runs/notes.txt': '', 'runs/2026-11-29T19-00-00-000Z.json/x': '' });
  keep(dir, 0);
  keep(dir, 0);
  expect(keptRuns(join(dir, 'runs')).map(({ id }) => id.slice(-5))).toEqual(['-002Z', '-001Z']);
  expect(readdirSync(join(dir, 'runs'))).toContain('notes.txt');
});

test('a kept run takes no space of its own', () => {
  const dir = tempDir({});
  keep(dir, 0);
  expect(statSync(keptRuns(join(dir, 'runs'))[0]?.file ?? '').ino).toBe(statSync(join(dir, '0.json')).ino);
});

test('a run is named, found by its name, and removed', () => {
  const dir = tempDir({});
  const runs = join(dir, 'runs');
  keep(dir, 0, 'ältere-läufe_1');
  keep(dir, 1);
  const [newer] = keptRuns(runs);
  if (newer === undefined) throw new Error('nothing is kept');
  expect(() => nameRun(newer, 'ÄLTERE-läufe_1', runs)).toThrow('has this name');
  expect(nameRun(newer, 'good', runs)).toBe('2026-11-29T19-00-01-000Z-good');
  const named = keptRun('good', runs);
  expect(named?.id).toBe('2026-11-29T19-00-01-000Z-good');
  if (named !== null) removeRun(named);
  expect(keptRuns(runs).map(({ name }) => name)).toEqual(['ältere-läufe_1']);
});

test.each([
  ['', 'the name is empty'],
  ['last', 'means a run by its place'],
  ['previous', 'means a run by its place'],
  ['../up', 'a character that no name may have'],
  ['a b', 'a character that no name may have'],
  ['-x', 'a character that no name may have'],
  ['.hidden', 'a character that no name may have'],
  ['a\u202eb', 'a character that no name may have'],
  ['run.json', 'the name looks like that of a file'],
  ['x'.repeat(41), 'more than 40 letters'],
])('the name %j is refused', (name, why) => {
  expect(() => runName(name)).toThrow(why);
});

test.each(['before-prompt-change', 'v1.2_b', '变更前', '_x', 'é'.normalize('NFD')])('the name %j is taken', (name) => {
  expect(runName(name)).toBe(name.normalize('NFC'));
});

test.each([
  ['"summary":[\n],\n"stoppedBy":"interrupt"}\n', 'interrupt'],
  ['"summary":[\n]}\n', null],
  ['', null],
])('how a run ended stands at the end of its file', (text, by) => {
  const dir = tempDir({ 'run.json': text });
  expect(stoppedBy(join(dir, 'run.json'))).toBe(by);
});
