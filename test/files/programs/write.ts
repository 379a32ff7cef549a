/** Writes a file as a whole, piece by piece. Arguments: the file, the number of pieces of 64 KB, milliseconds between two. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openNewFile } from '../../../src/files/atomic-write.ts';

const [file = '', pieces = '1', pause = '0'] = process.argv.slice(2);
const out = openNewFile(file);
try {
  for (let i = 0; i < Number(pieces); i++) {
    out.write('x'.repeat(65_536));
    if (i === 0) process.stdout.write('writing\n');
    if (Number(pause) > 0) await sleep(Number(pause));
  }
  out.commit();
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 2;
}
