import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createFileLocks, type FileLocks } from '../../src/files/file-lock.ts';
import { prepareFolder } from '../../src/files/make-folder.ts';
import { thisOwner } from '../../src/files/owner.ts';
import { tempDir } from '../support/temp-dir.ts';

const program = new URL('programs/hold-lock.ts', import.meta.url).pathname;

interface Holder {
  readonly child: ChildProcess;
  readonly said: () => string;
  until(text: string): Promise<void>;
}

function holder(lock: string, forMs: number, id: string): Holder {
  const child = spawn(process.execPath, [program, lock, String(forMs), id], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    child,
    said: () => said,
    async until(text) {
      while (!said.includes(text)) await sleep(5);
    },
  };
}

function locksOf(id: string, signal = new AbortController().signal): { locks: FileLocks; waits: string[] } {
  const waits: string[] = [];
  const locks = createFileLocks({ id, signal, onWait: (_, who) => waits.push(who) });
  onTestFinished(() => locks.releaseAll());
  return { locks, waits };
}

test('one process at a time holds a lock, and the next is told whom it waits for', async () => {
  const lock = join(tempDir(), 'm.lock');
  const first = holder(lock, 1200, 'first');
  await first.until('held');
  const text = JSON.parse(readFileSync(lock, 'utf8')) as Record<string, unknown>;
  expect(text).toMatchObject({ pid: first.child.pid, id: 'first', host: expect.any(String) as unknown });
  const second = holder(lock, 0, 'second');
  await second.until('waits for process');
  expect(second.said()).toContain(`process ${first.child.pid}`);
  expect(second.said()).not.toContain('held');
  await second.until('released');
  expect(first.said()).toContain('released');
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that was killed is taken over at once', async () => {
  const lock = join(tempDir(), 'm.lock');
  const first = holder(lock, 60_000, 'first');
  await first.until('held');
  first.child.kill('SIGKILL');
  await new Promise((done) => first.child.once('exit', done));
  const { locks, waits } = locksOf('second');
  expect(await locks.acquire(lock)).toBe(true);
  expect(waits).toEqual([]);
  expect(readFileSync(lock, 'utf8')).toContain('"second"');
});

test('the lock of another machine, where this process number may be in use, is taken over when it was not touched', async () => {
  const lock = join(tempDir(), 'm.lock');
  const text = JSON.stringify({ host: 'other', machine: '0123abcd', pid: process.pid, id: 'x' });
  writeFileSync(lock, text);
  const long = new Date(Date.now() - 16_000);
  utimesSync(lock, long, long);
  const { locks, waits } = locksOf('me');
  expect(await locks.acquire(lock)).toBe(true);
  expect(waits).toEqual([]);

  const fresh = join(tempDir(), 'n.lock');
  writeFileSync(fresh, text);
  const abort = new AbortController();
  const waiting = locksOf('me', abort.signal);
  const acquired = waiting.locks.acquire(fresh);
  while (waiting.waits.length === 0) await sleep(5);
  abort.abort();
  expect(await acquired).toBe(false);
  expect(waiting.waits).toEqual([`process ${process.pid} on other`]);
  expect(readFileSync(fresh, 'utf8')).toBe(text);
});

test('a lock that is held is touched, and one that was taken over is left to its new holder', async () => {
  const lock = join(tempDir(), 'm.lock');
  const { locks } = locksOf('me');
  await locks.acquire(lock);
  const long = new Date(Date.now() - 10_000);
  utimesSync(lock, long, long);
  while (statSync(lock).mtimeMs <= long.getTime()) await sleep(20);
  const { machine } = thisOwner();
  const other = JSON.stringify({ host: 'h', machine, pid: process.ppid, id: 'other' });
  writeFileSync(lock, other);
  locks.release(lock);
  expect(readFileSync(lock, 'utf8')).toBe(other);
});

test('of many that take over the same stale lock, one at a time holds it', async () => {
  const lock = join(tempDir(), 'm.lock');
  writeFileSync(lock, JSON.stringify({ host: 'h', machine: thisOwner().machine, pid: 999_999_999, id: 'gone' }));
  let holding = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async (_, i) => {
      const { locks } = locksOf(`holder ${i}`);
      await locks.acquire(lock);
      most = Math.max(most, ++holding);
      await sleep(20);
      holding -= 1;
      locks.release(lock);
    }),
  );
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that has ended is cleared away with its folder; others, and files that are none, stay', async () => {
  const folder = tempDir();
  const ended = holder(join(folder, 'killed.lock'), 60_000, 'killed');
  await ended.until('held');
  const running = holder(join(folder, 'running.lock'), 60_000, 'running');
  await running.until('held');
  ended.child.kill('SIGKILL');
  await once(ended.child, 'close');
  const elsewhere = JSON.stringify({ host: 'other', machine: '00000000', pid: 1, id: 'x' });
  writeFileSync(join(folder, 'elsewhere.lock'), `${elsewhere}\n`);
  writeFileSync(join(folder, 'package.lock'), '{"packages":{}}');
  prepareFolder(folder);
  expect(readdirSync(folder).sort()).toEqual(['elsewhere.lock', 'package.lock', 'running.lock']);
});
