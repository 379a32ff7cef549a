import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../support/run-cli.ts';

/** The program while it watches. */
export interface Watcher {
  /** What it said since the last call on standard output and standard error, up to the text that matches. Rejects where it ends first. */
  until(pattern: RegExp): Promise<string>;
  /** Sends a signal; resolves to the exit code, or the name of the signal that ended the program. */
  end(signal?: NodeJS.Signals): Promise<number | string | null>;
  /** Both streams from the beginning. */
  readonly all: () => string;
}

/** Starts the built program. */
export function startWatcher(
  cwd: string,
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Watcher {
  // One pipe for both, so that what was said first comes first.
  const both = ['-c', 'exec "$0" "$@" 2>&1', process.execPath, `${ROOT}/dist/cli/main.js`];
  const child = spawn('/bin/sh', [...both, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', COLUMNS: '120', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  let from = 0;
  let wake = (): void => {};
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let isOver = false;
  child.once('close', () => {
    isOver = true;
    wake();
  });
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    wake();
  });
  return {
    async until(pattern) {
      for (;;) {
        const found = pattern.exec(text.slice(from));
        if (found !== null) {
          const end = from + found.index + found[0].length;
          const said = text.slice(from, end);
          from = end;
          return said;
        }
        if (isOver) throw new Error(`the program ended before it said ${String(pattern)}:\n${text}`);
        await new Promise<void>((done) => (wake = done));
      }
    },
    async end(signal = 'SIGINT') {
      child.kill(signal);
      const [code, killedBy] = await ended;
      return code ?? killedBy;
    },
    all: () => text,
  };
}

/** What the program says when it has judged and waits for the next save. */
export const WAITING: RegExp = /waiting for the next save.*\n/;
