import { AsyncLocalStorage } from 'node:async_hooks';
import { timeInWords } from '../../text/numbers.ts';
import { ToolStop } from './tool-stop.ts';

/** The tool modules of one trial. They may throw an error after their call has ended: in a timer, or in a promise. */
export interface ModuleTrial {
  /** Receives the message of an error that no call returned. */
  readonly onLateError: (message: string) => void;
  /** Milliseconds after which a call that has not returned ends the trial. */
  readonly timeoutMs: number;
}

interface Running extends ModuleTrial {
  /** Ends the calls that have not returned. */
  readonly stops: Set<(stop: ToolStop) => void>;
}

const trial = new AsyncLocalStorage<Running>();
const waiting = new Set<Running>();

/** Runs a trial. What its tool modules start is known as theirs, also after the trial has ended. */
export function asModuleTrial<T>(modules: ModuleTrial, run: () => T): T {
  return trial.run({ ...modules, stops: new Set() }, run);
}

/**
 * Resolves to the result of a call of the tool module `who`. Rejects with a ToolStop where the time is over, or an error of the
 * module ends the trial, while the call has not returned. Outside of a trial it is the call itself.
 */
export async function unlessStopped<T>(who: string, call: Promise<T>): Promise<T> {
  const running = trial.getStore();
  if (running === undefined) return call;
  const { promise, reject } = Promise.withResolvers<never>();
  running.stops.add(reject);
  waiting.add(running);
  const timer = setTimeout(() => {
    fail(running, `${who}: it gave no answer within ${timeInWords(running.timeoutMs)}`);
  }, running.timeoutMs).unref();
  try {
    return await Promise.race([call, promise]);
  } finally {
    clearTimeout(timer);
    running.stops.delete(reject);
    if (running.stops.size === 0) waiting.delete(running);
  }
}

/** Makes the error of a tool module an error of the trial whose code is running. Call it in the handler of the error. */
export function blameTrial(message: string): void {
  const running = trial.getStore();
  if (running !== undefined) fail(running, message);
}

/** Ends all calls of tool modules that have not returned, with an error of their trials. Returns false where there is none. */
export function stopWaitingTrials(message: string): boolean {
  const all = [...waiting];
  for (const running of all) fail(running, message);
  return all.length > 0;
}

function fail({ onLateError, stops }: Running, message: string): void {
  onLateError(message);
  for (const stop of stops) stop(new ToolStop({ error: { code: 'module', status: null, message } }));
}
