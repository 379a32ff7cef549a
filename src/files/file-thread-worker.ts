/** What runs in the thread that `file-thread.ts` starts. */
import { parentPort } from 'node:worker_threads';
import { TooltapeError } from '../domain/errors.ts';
import { writeHere, type WriteResult, type WriteTask } from './file-thread.ts';

parentPort?.on('message', (task: WriteTask) => parentPort?.postMessage(carryOut(task)));

function carryOut({ id, file, text, onlyNew }: WriteTask): WriteResult {
  try {
    return { id, written: writeHere(file, text, onlyNew), error: null };
  } catch (error) {
    // A class does not outlive the way from thread to thread.
    const known = error instanceof TooltapeError ? { message: error.message, remedy: error.remedy ?? '' } : null;
    return { id, written: false, error: known ?? (error as Error) };
  }
}
