import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLimiter, type GatewayLimiter } from '../../src/client/limiter.ts';

const now = (): number => performance.now();

async function peak(limiter: GatewayLimiter, tasks: number): Promise<number> {
  let running = 0;
  let most = 0;
  const task = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await sleep(5);
    running -= 1;
    limiter.recover();
  };
  await Promise.all(Array.from({ length: tasks }, () => limiter.run(task)));
  return most;
}

test('a minute of the gateway has no request too many, though the first one takes longest to it', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const limiter = createLimiter({ concurrency: null, rpm: 2, clock: () => Date.now() });
  const began = Date.now();
  const arrived: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    void limiter.run(async () => {
      await new Promise((done) => setTimeout(done, i === 0 ? 900 : 1));
      arrived.push(Date.now() - began);
    });
  }
  await vi.advanceTimersByTimeAsync(200_000);
  expect(arrived).toHaveLength(5);
  const times = arrived.toSorted((a, b) => a - b);
  for (const [i, time] of times.entries())
    if (i >= 2) expect(time - (times[i - 2] ?? 0)).toBeGreaterThanOrEqual(60_000);
  expect(times.at(-1)).toBeLessThan(125_000);
});

test('no more tasks run at once than the gateway allows, and that many do', async () => {
  expect(await peak(createLimiter({ concurrency: 3, rpm: null, clock: now }), 30)).toBe(3);
  expect(await peak(createLimiter({ concurrency: 64, rpm: null, clock: now }), 300)).toBe(64);
  expect(await peak(createLimiter({ concurrency: null, rpm: null, clock: now }), 100)).toBe(100);
});

test('a refusal pauses all tasks for the time asked, halves how many run at once, and answers raise it again', async () => {
  const limiter = createLimiter({ concurrency: 8, rpm: null, clock: now });
  const busy = Array.from({ length: 8 }, () => limiter.run(() => sleep(50)));
  await sleep(10);
  const start = now();
  for (let i = 0; i < 5; i += 1) limiter.slowDown(150);
  let started = 0;
  const late = limiter.run(async () => void (started = now()));
  await Promise.all([...busy, late]);
  expect(started - start).toBeGreaterThanOrEqual(145);
  let running = 0;
  let most = 0;
  const count = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await sleep(5);
    running -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => limiter.run(count)));
  expect(most).toBe(4);
  for (let i = 0; i < 4 + 5 + 6 + 7; i += 1) limiter.recover();
  expect(await peak(limiter, 30)).toBe(8);
});

test('a longer wait that is asked for during a pause extends it', async () => {
  const limiter = createLimiter({ concurrency: 1, rpm: null, clock: now });
  const start = now();
  limiter.slowDown(50);
  limiter.slowDown(150);
  await limiter.run(async () => undefined);
  expect(now() - start).toBeGreaterThanOrEqual(145);
});

test('requests a minute are bounded whatever the concurrency', async () => {
  const stop = new AbortController();
  const limiter = createLimiter({ concurrency: null, rpm: 5, clock: now, signal: stop.signal });
  let started = 0;
  const tasks = Array.from({ length: 8 }, () => limiter.run(async () => (started += 1), { signal: stop.signal }));
  const settled = Promise.allSettled(tasks);
  await sleep(100);
  expect(started).toBe(5);
  stop.abort();
  expect((await settled).filter((result) => result.status === 'rejected')).toHaveLength(3);
});

test('a retry goes before what has not begun', async () => {
  const limiter = createLimiter({ concurrency: 1, rpm: null, clock: now });
  const order: string[] = [];
  const first = limiter.run(() => sleep(20));
  const tasks = ['b', 'c'].map((name) => limiter.run(async () => void order.push(name)));
  const again = limiter.run(async () => void order.push('again'), { again: true });
  await Promise.all([first, ...tasks, again]);
  expect(order).toEqual(['again', 'b', 'c']);
});
