import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, TooltapeError } from '../../domain/errors.ts';
import { irregularFile } from '../../text/file-kind.ts';
import type { CassetteFile } from '../format/format.ts';
import { parseCassette } from '../format/read-format.ts';
import { fileFault } from './file-fault.ts';

/** One file of a cassette folder, or why it cannot be read. */
export function readOne(dir: string, path: string): CassetteFile | Issue {
  const file = join(dir, path);
  try {
    return parseCassette(cassetteText(file), file);
  } catch (error) {
    const line = error instanceof TooltapeError ? (error.issues[0]?.line ?? null) : null;
    return { file, line, path: '', message: fileFault(error), severity: 'error', code: 'format' };
  }
}

/** Errors: CASSETTE_FORMAT for what is no regular file: reading it might never end. */
export function cassetteText(file: string): string {
  const found = irregularFile(statSync(file));
  if (found !== null && found !== 'a folder') {
    throw new TooltapeError('CASSETTE_FORMAT', `${file}: it is no regular file but ${found}`, {
      remedy: 'Take it away.',
    });
  }
  return readFileSync(file, 'utf8');
}
