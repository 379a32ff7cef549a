import { setImmediate } from 'node:timers/promises';

/** Gives the event loop a turn where it is due; null where it is not. */
export type Pause = () => Promise<void> | null;

/** Milliseconds without a turn of the event loop, in which no signal is heard. */
const LONGEST_WITHOUT = 30;

/** A pause that is due from time to time: a replay waits for nothing, and would hear no Ctrl-C until its end. */
export function createPause(clock: () => number): Pause {
  let last = clock();
  const turn = async (): Promise<void> => {
    await setImmediate();
    last = clock();
  };
  return () => (clock() - last < LONGEST_WITHOUT ? null : turn());
}

/**
 * Runs jobs with bounded concurrency and hands their results over in the order of the jobs, whatever order they end in.
 * A job is drawn when a place is free. The result of a job is kept until those of all earlier jobs are handed over.
 * A job that throws stops the drawing of further ones and rejects after those in flight have ended.
 */
export async function runInOrder<Job, Result>(
  jobs: Iterable<Job>,
  concurrency: number,
  run: (job: Job) => Promise<Result>,
  handOver: (result: Result) => void,
  pause: Pause = () => null,
): Promise<void> {
  const iterator = jobs[Symbol.iterator]();
  /** Results from that of job `handed` on; a hole where a job has not ended. */
  const waiting: ({ readonly result: Result } | undefined)[] = [];
  let drawn = 0;
  let handed = 0;
  let failed = false;
  let exhausted = false;

  const worker = async (): Promise<void> => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- a job that throws sets it.
    while (!failed) {
      const next = iterator.next();
      if (next.done === true) {
        exhausted = true;
        return;
      }
      const index = drawn++;
      try {
        const result = await run(next.value);
        waiting[index - handed] = { result };
        for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
          waiting.shift();
          handed += 1;
          handOver(first.result);
        }
        const turn = pause();
        if (turn !== null) await turn;
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers: Promise<void>[] = [];
  // Each worker draws its first job at once, so there are never more workers than jobs.
  const isOver = (): boolean => exhausted || failed;
  do workers.push(worker());
  while (workers.length < concurrency && !isOver());
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
