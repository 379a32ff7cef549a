/**
 * Runs jobs with bounded concurrency and hands their results over in the order of the jobs, whatever order they end in.
 * Jobs are drawn lazily; results that wait for an earlier one are kept until it comes.
 * A job that throws stops the drawing of further ones and rejects after those in flight have ended.
 */
export async function runInOrder<Job, Result>(
  jobs: Iterable<Job>,
  concurrency: number,
  run: (job: Job) => Promise<Result>,
  handOver: (result: Result) => void,
): Promise<void> {
  const iterator = jobs[Symbol.iterator]();
  const waiting = new Map<number, Result>();
  let drawn = 0;
  let handed = 0;
  let failed = false;

  const worker = async (): Promise<void> => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- a job that throws sets it.
    while (!failed) {
      const next = iterator.next();
      if (next.done === true) return;
      const index = drawn++;
      try {
        waiting.set(index, await run(next.value));
        for (let result = waiting.get(handed); waiting.has(handed); result = waiting.get(handed)) {
          waiting.delete(handed);
          handed += 1;
          handOver(result as Result);
        }
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.max(1, concurrency) }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
