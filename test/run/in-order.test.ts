import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runInOrder } from '../../src/run/in-order.ts';

test('results are handed over in the order of the jobs, whatever order they end in', async () => {
  const handed: number[] = [];
  const jobs = [30, 5, 20, 1, 10, 0];
  await runInOrder(
    jobs.entries(),
    3,
    async ([i, ms]) => (await sleep(ms), i),
    (i) => handed.push(i),
  );
  expect(handed).toEqual([0, 1, 2, 3, 4, 5]);
});

test('no more jobs run at once than allowed, and all that is allowed is used', async () => {
  let running = 0;
  let most = 0;
  const run = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await sleep(2);
    running -= 1;
  };
  await runInOrder(Array.from({ length: 40 }), 8, run, () => {});
  expect(most).toBe(8);
});

test('a job that throws ends the drawing of jobs, and those in flight end first', async () => {
  const ended: number[] = [];
  const run = async (i: number): Promise<number> => {
    if (i === 2) throw new Error('broken');
    await sleep(i === 1 ? 20 : 1);
    ended.push(i);
    return i;
  };
  await expect(runInOrder([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2, run, () => {})).rejects.toThrow('broken');
  expect(ended).toContain(1);
  expect(ended.length).toBeLessThan(6);
});

test('a job that frees its place lets the next one start, and is waited for all the same', async () => {
  const handed: number[] = [];
  let holding = 0;
  let most = 0;
  const run = async (i: number, freePlace: () => void): Promise<number> => {
    holding += 1;
    most = Math.max(most, holding);
    await sleep(2);
    holding -= 1;
    freePlace();
    await sleep(i === 0 ? 30 : 1);
    return i;
  };
  await runInOrder([...Array(20).keys()], 4, run, (i) => handed.push(i));
  expect(most).toBe(4);
  expect(handed).toEqual([...Array(20).keys()]);
});

test('what is left to do behind freed places is bounded, too', async () => {
  let open = 0;
  let most = 0;
  const run = async (_: unknown, freePlace: () => void): Promise<void> => {
    open += 1;
    most = Math.max(most, open);
    freePlace();
    await sleep(3);
    open -= 1;
  };
  await runInOrder(Array.from({ length: 60 }), 3, run, () => {});
  expect(most).toBeGreaterThan(3);
  expect(most).toBeLessThanOrEqual(12);
});

test('a job that throws behind its freed place ends the drawing, too', async () => {
  let started = 0;
  const run = async (i: number, freePlace: () => void): Promise<void> => {
    started += 1;
    freePlace();
    await sleep(1);
    if (i === 3) throw new Error('disk full');
    await sleep(3);
  };
  await expect(runInOrder([...Array(50).keys()], 2, run, () => {})).rejects.toThrow('disk full');
  expect(started).toBeLessThan(20);
});

test.each([0, -1])('a concurrency of %i is one at a time', async (concurrency) => {
  const handed: number[] = [];
  await runInOrder(
    [1, 2, 3],
    concurrency,
    async (i) => i,
    (i) => handed.push(i),
  );
  expect(handed).toEqual([1, 2, 3]);
});
