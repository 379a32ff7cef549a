import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cannotWrite } from './write-error.ts';

const made: string[] = [];

/** Makes a folder that is removed when the process ends. Errors: OUTPUT. */
export function temporaryFolder(): string {
  const path = join(tmpdir(), 'tooltape-');
  try {
    const folder = mkdtempSync(path);
    if (made.length === 0) process.once('exit', removeAll);
    made.push(folder);
    return folder;
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function removeAll(): void {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}
