/**
 * Runs jobs with bounded concurrency and hands their results over in the order of the jobs, whatever order they end in.
 * Jobs are drawn lazily; results that wait for an earlier one are kept until it comes.
 * A job may free its place before it has ended, for work that need not hold up the next: three times as many may be doing that, so
 * that a start, when all is slow, asks first and catches up later.
 * A job that throws stops the drawing of further ones and rejects after those in flight have ended.
 */
export async function runInOrder<Job, Result>(
  jobs: Iterable<Job>,
  concurrency: number,
  run: (job: Job, freePlace: () => void) => Promise<Result>,
  handOver: (result: Result) => void,
): Promise<void> {
  const places = Math.max(1, concurrency);
  const iterator = jobs[Symbol.iterator]();
  const waiting = new Map<number, Result>();
  const open = new Set<Promise<void>>();
  /** Workers that wait until fewer jobs are open. */
  const waitingForRoom: (() => void)[] = [];
  let drawn = 0;
  let handed = 0;
  let failure: { readonly error: unknown } | null = null;

  /** Never rejects: a job that fails may do so when nobody waits for it any more. */
  const toItsEnd = async (job: Job, index: number, freePlace: () => void): Promise<void> => {
    try {
      waiting.set(index, await run(job, freePlace));
      for (let result = waiting.get(handed); waiting.has(handed); result = waiting.get(handed)) {
        waiting.delete(handed);
        handed += 1;
        handOver(result as Result);
      }
    } catch (error) {
      failure ??= { error };
    }
  };
  const start = (job: Job): Promise<void> => {
    const place = Promise.withResolvers<void>();
    const whole = async (): Promise<void> => {
      await toItsEnd(job, drawn++, place.resolve);
      open.delete(end);
      waitingForRoom.shift()?.();
      place.resolve();
    };
    const end = whole();
    open.add(end);
    return place.promise;
  };
  const worker = async (): Promise<void> => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- a job that throws sets it.
    while (failure === null) {
      const next = iterator.next();
      if (next.done === true) return;
      // One at a time has nothing to hold up.
      if (places === 1) await toItsEnd(next.value, drawn++, () => {});
      else await start(next.value);
      while (open.size >= places * 4) await new Promise<void>((resolve) => waitingForRoom.push(resolve));
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: places }, worker));
  await Promise.all(open);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  // The compiler does not see that `toItsEnd` sets it.
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
}
