/** Takes a lock, says so, and holds it for a while. Arguments: the lock, milliseconds, the id of this holder. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createFileLocks } from '../../../src/files/file-lock.ts';

const [lock = '', forMs = '0', id = ''] = process.argv.slice(2);
const locks = createFileLocks({
  id,
  signal: new AbortController().signal,
  onWait: (_, holder) => process.stdout.write(`waits for ${holder}\n`),
});
await locks.acquire(lock);
process.stdout.write('held\n');
await sleep(Number(forMs));
locks.releaseAll();
process.stdout.write('released\n');
