import { join } from 'node:path';
import { type Issue, TooltapeError } from '../../domain/errors.ts';
import { IrregularFileError, readRegularFile } from '../../files/read-regular.ts';
import type { CassetteFile } from '../format/format.ts';
import { parseCassette } from '../format/read-format.ts';
import { fileFault } from './file-fault.ts';

/** Reads one file of a cassette folder. Returns an issue where it cannot be read. */
export function readCassetteOrIssue(dir: string, path: string): CassetteFile | Issue {
  const file = join(dir, path);
  try {
    return parseCassette(cassetteText(file), file);
  } catch (error) {
    const line = error instanceof TooltapeError ? (error.issues[0]?.line ?? null) : null;
    return { file, line, path: '', message: fileFault(error), severity: 'error', code: 'format' };
  }
}

/**
 * The text of a cassette. Errors: CASSETTE_FORMAT for a file that is not regular, because reading a pipe or a device might
 * never end.
 */
export function cassetteText(file: string): string {
  try {
    return readRegularFile(file);
  } catch (cause) {
    if (!(cause instanceof IrregularFileError)) throw cause;
    throw new TooltapeError('CASSETTE_FORMAT', `${file}: it is no regular file but ${cause.found}`, {
      remedy: 'Take it away.',
      cause,
    });
  }
}
