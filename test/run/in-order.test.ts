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
