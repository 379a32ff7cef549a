import { Worker } from 'node:worker_threads';
import { TooltapeError } from '../domain/errors.ts';
import { createFile, writeFileAtomically } from './atomic-write.ts';

/**
 * Writes files in a thread of its own: a file system may take longer to make a folder and a file than all the rest of a trial takes,
 * and who makes many of them at once waits for itself.
 */
export interface FileThread {
  /** Starts the thread if it is not started: who will have something to write says so beforehand, and never waits for that. */
  start(): void;
  /**
   * Writes a file as `createFile` does; false where it exists and is left alone. The caller sees to it that two writes of a file
   * never cross. Errors: OUTPUT.
   */
  create(file: string, text: string): Promise<boolean>;
  /** Writes a file as `writeFileAtomically` does. Errors: OUTPUT. */
  replace(file: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export interface WriteTask {
  readonly id: number;
  readonly file: string;
  readonly text: string;
  readonly onlyNew: boolean;
}

export interface WriteResult {
  readonly id: number;
  readonly written: boolean;
  /** With a remedy where it is an OUTPUT error, else a bug. */
  readonly error: Error | { readonly message: string; readonly remedy: string } | null;
}

interface Waiting {
  readonly task: WriteTask;
  readonly resolve: (written: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Where no thread can be started, and when it breaks off, the caller's does the work: what was asked and paid for is kept. */
export function createFileThread(): FileThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  /** It did not start, or broke off: the caller's thread does the work from then on. */
  let isGone = false;
  let tasks = 0;

  const settle = (started: Worker, { id, written, error }: WriteResult): void => {
    const task = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) started.unref();
    if (error === null) task?.resolve(written);
    else task?.reject(error instanceof Error ? error : new TooltapeError('OUTPUT', error.message, error));
  };
  const takeOver = (): void => {
    isGone = true;
    const left = [...waiting.values()];
    waiting.clear();
    for (const { task, resolve, reject } of left) {
      try {
        resolve(writeHere(task.file, task.text, task.onlyNew));
      } catch (error) {
        reject(error);
      }
    }
  };
  const start = (): Worker | null => {
    if (worker !== null) return worker;
    const started = startWorker();
    started?.unref();
    started?.on('message', (result: WriteResult) => settle(started, result));
    started?.on('error', takeOver);
    worker = started;
    return started;
  };
  const write = async (file: string, text: string, onlyNew: boolean): Promise<boolean> => {
    const started = start();
    if (started === null || isGone) return writeHere(file, text, onlyNew);
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const id = tasks++;
    const task: WriteTask = { id, file, text, onlyNew };
    waiting.set(id, { task, resolve, reject });
    started.ref();
    started.postMessage(task);
    return promise;
  };
  return {
    start: () => void start(),
    create: (file, text) => write(file, text, true),
    async replace(file, text) {
      await write(file, text, false);
    },
    async close() {
      await worker?.terminate();
    },
  };
}

/** Null where Node's permissions forbid it. */
function startWorker(): Worker | null {
  try {
    // What the program was started with is not meant for it: a preloaded module would run twice.
    return new Worker(new URL('./file-thread-worker.ts', import.meta.url), { execArgv: [], env: {} });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED') return null;
    throw error;
  }
}

/** What a task asks for; true where the file was written. Errors: OUTPUT. */
export function writeHere(file: string, text: string, onlyNew: boolean): boolean {
  if (onlyNew) return createFile(file, text);
  writeFileAtomically(file, text);
  return true;
}
