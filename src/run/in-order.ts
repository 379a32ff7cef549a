/**
 * Runs jobs with bounded concurrency and hands their results over in the order of the jobs, whatever order they end in.
 * Jobs are drawn lazily; results that wait for an earlier one are kept until it comes.
 * A job may free its place before it has ended, for work that need not hold up the next: as many again may be doing that.
 * A job that throws stops the drawing of further ones and rejects after those in flight have ended.
 */
export async function runInOrder<Job, Result>(
  jobs: Iterable<Job>,
  concurrency: number,
  run: (job: Job, freePlace: () => void) => Promise<Result>,
  handOver: (result: Result) => void,
): Promise<void> {
  const iterator = jobs[Symbol.iterator]();
  const waiting = new Map<number, Result>();
  const ending = new Set<Promise<void>>();
  let drawn = 0;
  let handed = 0;
  let failed = false;
  const toItsEnd = async (job: Job, index: number, freePlace: () => void): Promise<void> => {
    try {
      waiting.set(index, await run(job, freePlace));
      for (let result = waiting.get(handed); waiting.has(handed); result = waiting.get(handed)) {
        waiting.delete(handed);
        handed += 1;
        handOver(result as Result);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const worker = async (): Promise<void> => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- a job that throws sets it.
    while (!failed) {
      const next = iterator.next();
      if (next.done === true) return;
      // One at a time has nothing to hold up.
      if (concurrency <= 1) {
        await toItsEnd(next.value, drawn++, () => {});
        continue;
      }
      const place = Promise.withResolvers<void>();
      const end = toItsEnd(next.value, drawn++, place.resolve);
      ending.add(end);
      end.finally(() => ending.delete(end)).then(place.resolve, place.reject);
      await place.promise;
      while (ending.size >= concurrency * 2) await Promise.race(ending);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.max(1, concurrency) }, worker));
  const last = await Promise.allSettled(ending);
  for (const end of [...ends, ...last]) if (end.status === 'rejected') throw end.reason;
}
