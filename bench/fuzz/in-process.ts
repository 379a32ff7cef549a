import { main } from '../../src/cli/program.ts';

export interface Ran {
  /** Null when a signal or a time-out ended it. */
  readonly code: number | null;
  readonly output: string;
}

/** What the built program has in place of this name. */
Object.assign(globalThis, { __VERSION__: 'fuzz' });

/** Runs the command line in this process, in the working directory, and gives what it prints. */
export async function runHere(args: readonly string[]): Promise<Ran> {
  const { stdout, stderr } = process;
  const [out, err] = [stdout.write.bind(stdout), stderr.write.bind(stderr)];
  let output = '';
  const take = (text: string | Uint8Array): boolean => {
    output += String(text);
    return true;
  };
  stdout.write = take;
  stderr.write = take;
  // The command line guards the ends of its process; each command would add a guard to those before it.
  const ends = { reallyExit: Reflect.get(process, 'reallyExit'), abort: process.abort.bind(process) };
  const listeners = ['uncaughtException', 'beforeExit', 'exit', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  try {
    return { code: await main(args), output };
  } finally {
    stdout.write = out;
    stderr.write = err;
    Object.assign(process, ends);
    for (const event of listeners) process.removeAllListeners(event);
    for (const stream of [stdout, stderr]) stream.removeAllListeners('error');
  }
}
