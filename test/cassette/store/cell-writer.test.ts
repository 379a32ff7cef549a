import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CellWriter } from '../../../src/cassette/store/cell-writer.ts';
import { createCellWriter, type CellWriterOptions } from '../../support/cell-writer.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { listCells } from '../../../src/cassette/store/list-cells.ts';
import { openCassette, openCassetteFile } from '../../../src/cassette/store/store.ts';
import type { RecordedTrial } from '../../../src/domain/recording.ts';
import { thisOwner } from '../../../src/files/owner.ts';
import { tempDir } from '../temp-dir.ts';

const keyer = createKeyer({ redactor: createRedactor() });

function writerIn(dir: string, over: Partial<CellWriterOptions> = {}): CellWriter {
  const now = (): number => Date.UTC(2026, 0, 1);
  return createCellWriter({
    dir,
    scenario: 's',
    model: 'm',
    gateway: 'g',
    source: 'live',
    mode: 'missing',
    now,
    ...over,
  });
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
const trialsInPart = (dir: string): readonly number[] | undefined =>
  openCassetteFile(join(dir, 's/m.part'), keyer)?.trials;
const textOf = (dir: string, trial: number): unknown => {
  const body = openCassette(dir, 's', 'm', keyer)?.recorded(trial)?.interactions[0]?.response.body;
  return body?.kind === 'text' ? body.text : undefined;
};

test('a trial is on the disk when its save resolves, and nothing else is', async () => {
  const dir = tempDir();
  const writer = writerIn(dir);
  await writer.save(trialOf(1));
  expect(trialsIn(dir)).toEqual([1]);
  await writer.save(trialOf(2));
  expect(trialsIn(dir)).toEqual([1, 2]);
  await writer.complete([1, 2]);
  expect(readdirSync(join(dir, 's'))).toEqual(['m.json']);
});

test('trials that end at once are all kept', async () => {
  const dir = tempDir();
  const writer = writerIn(dir);
  await Promise.all(Array.from({ length: 20 }, (_, i) => writer.save(trialOf(i + 1))));
  expect(trialsIn(dir)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

test('mode missing keeps the trials that are there, and replaces one of the same number', async () => {
  const dir = tempDir();
  const first = writerIn(dir);
  await first.save(trialOf(1, 'old'));
  await first.save(trialOf(7, 'old'));
  await writerIn(dir).save(trialOf(1, 'new'));
  expect([textOf(dir, 1), textOf(dir, 7)]).toEqual(['new', 'old']);
});

test('mode all keeps fresh trials in a part, which takes the place of the old file when it is complete', async () => {
  const dir = tempDir();
  for (const trial of [1, 2, 3]) await writerIn(dir).save(trialOf(trial, 'old'));
  const before = readFileSync(join(dir, 's/m.json'), 'utf8');
  const writer = writerIn(dir, { mode: 'all' });
  await writer.save(trialOf(2, 'new'));
  expect(readFileSync(join(dir, 's/m.json'), 'utf8')).toBe(before);
  expect(trialsInPart(dir)).toEqual([2]);
  await writer.save(trialOf(1, 'new'));
  await writer.complete([1, 2]);
  expect([trialsIn(dir), textOf(dir, 1)]).toEqual([[1, 2], 'new']);
  expect(readdirSync(join(dir, 's'))).toEqual(['m.json']);
});

test('a later all goes on with the part of an earlier one, and leaves in it what it did not want', async () => {
  const dir = tempDir();
  await writerIn(dir).save(trialOf(1, 'old'));
  const stopped = writerIn(dir, { mode: 'all' });
  for (const trial of [1, 2, 3]) await stopped.save(trialOf(trial, 'first'));
  const next = writerIn(dir, { mode: 'all' });
  expect(next.trials).toEqual([1, 2, 3]);
  await next.save(trialOf(2, 'second'));
  await next.complete([1, 2]);
  expect([trialsIn(dir), textOf(dir, 1), textOf(dir, 2)]).toEqual([[1, 2], 'first', 'second']);
  expect(trialsInPart(dir)).toEqual([3]);
});

test('a part whose old file was deleted is gone on with, too', async () => {
  const dir = tempDir();
  await writerIn(dir).save(trialOf(1, 'old'));
  await writerIn(dir, { mode: 'all' }).save(trialOf(1, 'new'));
  rmSync(join(dir, 's/m.json'));
  const writer = writerIn(dir, { mode: 'all' });
  expect(writer.trials).toEqual([1]);
  await writer.complete([1]);
  expect(textOf(dir, 1)).toBe('new');
});

test.each(['with', 'without'])('with fresh, the part is discarded by the first trial, %s an old file', async (old) => {
  const dir = tempDir();
  await writerIn(dir).save(trialOf(1, 'old'));
  const stopped = writerIn(dir, { mode: 'all' });
  for (const trial of [1, 2]) await stopped.save(trialOf(trial, 'first'));
  if (old === 'without') rmSync(join(dir, 's/m.json'));
  const writer = writerIn(dir, { mode: 'all', fresh: true });
  expect(writer.trials).toEqual([]);
  expect(trialsInPart(dir)).toEqual([1, 2]);
  await writer.save(trialOf(2, 'second'));
  await writer.complete([2]);
  expect([trialsIn(dir), textOf(dir, 2), trialsInPart(dir)]).toEqual([[2], 'second', undefined]);
});

test('mode all without an old file writes each trial at once, and with no trial it changes nothing', async () => {
  const dir = tempDir();
  const writer = writerIn(dir, { mode: 'all' });
  await writer.save(trialOf(1));
  expect(trialsIn(dir)).toEqual([1]);
  await writer.save(trialOf(2));
  await writer.complete([1, 2]);
  expect(trialsIn(dir)).toEqual([1, 2]);
  await writerIn(dir, { mode: 'all' }).complete([]);
  expect(trialsIn(dir)).toEqual([1, 2]);
});

test('a broken file stops mode missing before anything is recorded, and is replaced by mode all', async () => {
  const dir = tempDir();
  mkdirSync(join(dir, 's'));
  writeFileSync(join(dir, 's/m.json'), '{"format":');
  expect(() => writerIn(dir)).toThrow(expect.objectContaining({ code: 'CASSETTE_FORMAT' }) as Error);
  const writer = writerIn(dir, { mode: 'all' });
  await writer.save(trialOf(1));
  expect(readFileSync(join(dir, 's/m.json'), 'utf8')).toBe('{"format":');
  await writer.complete([1]);
  expect(trialsIn(dir)).toEqual([1]);
});

test('what killed processes left is removed; what others are writing is not', async () => {
  const dir = tempDir();
  mkdirSync(join(dir, 's'));
  const { machine } = thisOwner();
  const gone = `.m.json.${machine}-999999999-1.tmp`;
  const others = [`.m.json.${machine}-${process.ppid}-1.tmp`, '.m.json.0123abcd-1-1.tmp', 'other.tmp'];
  for (const name of [gone, ...others]) writeFileSync(join(dir, 's', name), '{');
  await writerIn(dir).save(trialOf(1));
  expect(readdirSync(join(dir, 's')).sort()).toEqual([...others, 'm.json'].sort());
  expect(listCells(dir)).toEqual([{ scenario: 's', model: 'm' }]);
});

test('a folder that cannot be made is an error that names it, before anything is recorded', () => {
  const dir = tempDir();
  writeFileSync(join(dir, 's'), 'a file');
  expect(() => writerIn(dir)).toThrow(
    expect.objectContaining({ code: 'OUTPUT', message: expect.stringContaining(join(dir, 's')) as unknown }) as Error,
  );
});

test('a write that fails is told, leaves no temporary file, and its trial is written with the next', async () => {
  const dir = tempDir();
  const writer = writerIn(dir);
  mkdirSync(join(dir, 's/m.json/inside'), { recursive: true });
  await expect(writer.save(trialOf(1))).rejects.toMatchObject({
    code: 'OUTPUT',
    message: expect.stringContaining(join(dir, 's/m.json')) as unknown,
    remedy: 'A folder stands where the file is to be: move it.',
  });
  expect(readdirSync(join(dir, 's'))).toEqual(['m.json']);
  rmSync(join(dir, 's/m.json'), { recursive: true });
  await writer.save(trialOf(2));
  expect(trialsIn(dir)).toEqual([1, 2]);
});

test('where a file system takes two models for one, neither is answered with the other nor written over it', async () => {
  const dir = tempDir();
  await writerIn(dir).save(trialOf(1));
  renameSync(join(dir, 's/m.json'), join(dir, 's/M.json'));
  expect(openCassette(dir, 's', 'M', keyer)).toBeNull();
  for (const mode of ['missing', 'all'] as const) {
    expect(() => writerIn(dir, { model: 'M', mode })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('Rename one of the two') as unknown }) as Error,
    );
  }
  expect(existsSync(join(dir, 's/M.part'))).toBe(false);
});
