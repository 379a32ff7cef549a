import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createCellKeeper, type CellKeeper } from '../../../src/cassette/store/cell-keeper.ts';
import { createCellWriter, type CellWriterOptions } from '../../../src/cassette/store/cell-writer.ts';
import { createFileThread, type FileThread } from '../../../src/files/file-thread.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { openCassette } from '../../../src/cassette/store/store.ts';
import type { RecordedTrial } from '../../../src/domain/recording.ts';
import { tempDir } from '../temp-dir.ts';

const keyer = createKeyer({ redactor: createRedactor() });
const threads: FileThread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

function optionsIn(dir: string, over: Partial<CellWriterOptions> = {}): CellWriterOptions {
  const now = (): string => '2026-01-01T00:00:00.000Z';
  return { dir, scenario: 's', model: 'm', gateway: 'g', source: 'live', mode: 'missing', now, ...over };
}

function keeperIn(dir: string, over: Partial<CellWriterOptions> = {}): CellKeeper {
  const thread = createFileThread();
  threads.push(thread);
  return createCellKeeper(optionsIn(dir, over), thread);
}

function trialOf(trial: number, text: string = `answer ${trial}`): RecordedTrial {
  const request = { model: 'm', messages: [{ role: 'user', content: `question ${trial}` }] };
  const response = { status: 200, headers: {}, body: { kind: 'text', text } } as const;
  const key = keyer.keyOf('/chat/completions', request);
  return {
    trial,
    interactions: [{ endpoint: '/chat/completions', key, request, response, latencyMs: 1, firstByteMs: 1 }],
  };
}

const trialsIn = (dir: string): readonly number[] | undefined => openCassette(dir, 's', 'm', keyer)?.trials;
const textOf = (dir: string, trial: number): unknown =>
  openCassette(dir, 's', 'm', keyer)?.recorded(trial)?.interactions[0]?.response.body;

test('a trial is on the disk when its save resolves, and nothing else is', async () => {
  const dir = tempDir();
  const keeper = keeperIn(dir);
  await keeper.save(trialOf(1), false);
  expect(trialsIn(dir)).toEqual([1]);
  await keeper.save(trialOf(2), true);
  expect(trialsIn(dir)).toEqual([1, 2]);
  expect(readdirSync(join(dir, 's'))).toEqual(['m.json']);
});

test('trials that end at once are all kept', async () => {
  const dir = tempDir();
  const keeper = keeperIn(dir);
  await Promise.all(Array.from({ length: 20 }, (_, i) => keeper.save(trialOf(i + 1), i === 19)));
  expect(trialsIn(dir)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

test('what another process recorded in the meantime stays', async () => {
  const dir = tempDir();
  const keeper = keeperIn(dir);
  createCellWriter(optionsIn(dir)).saveTrial(trialOf(7));
  await keeper.save(trialOf(1), false);
  expect(trialsIn(dir)).toEqual([1, 7]);
  createCellWriter(optionsIn(dir)).saveTrial(trialOf(8));
  await keeper.save(trialOf(2), true);
  expect(trialsIn(dir)).toEqual([1, 2, 7, 8]);
});

test('in mode all the old recording stays until the last trial is there, however it comes', async () => {
  const dir = tempDir();
  createCellWriter(optionsIn(dir)).saveTrial(trialOf(1, 'old'));
  const keeper = keeperIn(dir, { mode: 'all' });
  await keeper.save(trialOf(1, 'new'), false);
  expect(textOf(dir, 1)).toEqual({ kind: 'text', text: 'old' });
  await Promise.all([keeper.save(trialOf(2), false), keeper.save(trialOf(3), true)]);
  expect(trialsIn(dir)).toEqual([1, 2, 3]);
  expect(textOf(dir, 1)).toEqual({ kind: 'text', text: 'new' });
});

test('in mode all the old recording stays also when the last trial comes while the first is being kept', async () => {
  const dir = tempDir();
  createCellWriter(optionsIn(dir)).saveTrial(trialOf(1, 'old'));
  const written: string[] = [];
  const gate = Promise.withResolvers<boolean>();
  const files: FileThread = {
    start: () => {},
    create: () => gate.promise,
    replace: async (_, text) => void written.push(text),
    close: async () => {},
  };
  const keeper = createCellKeeper(optionsIn(dir, { mode: 'all' }), files);
  const saves = [keeper.save(trialOf(1, 'new'), false)];
  await setImmediate();
  saves.push(keeper.save(trialOf(2), true));
  await setImmediate();
  gate.resolve(false);
  await Promise.all(saves);
  expect(written.map((text) => (JSON.parse(text) as { trials: unknown[] }).trials.length)).toEqual([2]);
});

test('in mode all a new cell is on the disk from its first trial on', async () => {
  const dir = tempDir();
  const keeper = keeperIn(dir, { mode: 'all' });
  await keeper.save(trialOf(1), false);
  expect(trialsIn(dir)).toEqual([1]);
  await keeper.save(trialOf(2), true);
  expect(trialsIn(dir)).toEqual([1, 2]);
});

test('a place that cannot be written is told with what to do, and the trial is written with the next', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, 's'), 'a file in the way');
  const keeper = keeperIn(dir);
  await expect(keeper.save(trialOf(1), false)).rejects.toMatchObject({
    name: 'TooltapeError',
    code: 'OUTPUT',
    message: expect.stringContaining(join(dir, 's')) as unknown,
    remedy: 'A file stands where a folder is needed: move it, or choose another folder.',
  });
  rmSync(join(dir, 's'));
  await keeper.save(trialOf(2), true);
  expect(trialsIn(dir)).toEqual([1, 2]);
  const other = tempDir();
  mkdirSync(join(other, 's', 'm.json'), { recursive: true });
  await expect(keeperIn(other).save(trialOf(1), false)).rejects.toMatchObject({ code: 'CASSETTE_FORMAT' });
});

test('what a killed process left beside a cassette is taken away; what a living one is writing is not', async () => {
  const dir = tempDir();
  mkdirSync(join(dir, 's'));
  const [gone, alive] = ['.m.json.999999999-0.tmp', `.m.json.${process.ppid}-0.tmp`];
  for (const name of [gone, alive]) writeFileSync(join(dir, 's', name), '{');
  await keeperIn(dir).save(trialOf(1), true);
  expect(existsSync(join(dir, 's', gone))).toBe(false);
  expect(readFileSync(join(dir, 's', alive), 'utf8')).toBe('{');
});
