import { Session } from 'node:inspector/promises';

/** Counts calls of functions: what was done, however slow the machine is. */
export interface StepCounter {
  /** Calls since the last time. */
  take(): Promise<number>;
}

export async function createStepCounter(): Promise<StepCounter> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const take = async (): Promise<number> => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result.reduce(
      (sum, script) => sum + script.functions.reduce((calls, { ranges }) => calls + (ranges[0]?.count ?? 0), 0),
      0,
    );
  };
  await take();
  return { take };
}
