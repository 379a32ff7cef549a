import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';

/** Every run leaves its run file here; `compare`, `report` and `bless` without a file take it. */
export const LAST_RUN = '.tooltape/last-run.json';

/** The run file to read: the one named, or the last run's. Errors: RUN_FILE when there is none. */
export function runFileOr(path: string | undefined): string {
  const chosen = path ?? LAST_RUN;
  if (existsSync(chosen)) return chosen;
  throw new TooltapeError(
    'RUN_FILE',
    path === undefined ? `there is no last run here (${LAST_RUN})` : `${path}: there is no such file`,
    {
      remedy:
        path === undefined ? 'Run `tooltape run` or `tooltape replay` first, or name a run file.' : 'Check the path.',
    },
  );
}

/** Writes a file, with its folders. Errors: OUTPUT with the path. */
export function writeOutput(path: string, chunks: Iterable<string>, append = false): void {
  attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    let flag = append ? 'a' : 'w';
    for (const chunk of chunks) {
      writeFileSync(path, chunk, { flag });
      flag = 'a';
    }
    if (flag === 'w') writeFileSync(path, '');
  });
}

export function copyOutput(from: string, to: string): void {
  attempt(to, () => {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  });
}

function attempt(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    throw new TooltapeError('OUTPUT', `${path}: it cannot be written: ${(cause as Error).message}`, {
      remedy: 'Free some space or choose another place.',
      cause,
    });
  }
}
