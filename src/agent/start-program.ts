import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import process from 'node:process';
import { TooltapeError } from '../domain/errors.ts';

/** How a program ended. */
export interface ProgramEnd {
  /** Exit code; null when a signal ended the program. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<ProgramEnd>;
}

/** Starts a program. Resolves when it runs. Errors: USAGE when it cannot be started. */
export async function startProgram(command: readonly string[], options: SpawnOptions): Promise<Program> {
  const [file = '', ...args] = command;
  // Loaded here, because only commands with programs need it.
  const { spawn } = process.getBuiltinModule('node:child_process');
  let child: ChildProcess;
  try {
    child = spawn(file, args, options);
  } catch (error) {
    throw notStarted(file, options.cwd, error);
  }
  const ended = new Promise<ProgramEnd>((done) => child.once('close', (code, signal) => done({ code, signal })));
  await new Promise<void>((done, fail) => {
    child.once('spawn', done);
    child.once('error', (error) => fail(notStarted(file, options.cwd, error)));
  });
  // Node reports a signal that does not arrive as an error. The end of the program says enough.
  child.on('error', () => {});
  return { child, ended };
}

/** The exit code of a program; 128 + n where signal n ended it, as in shells. */
export function exitCodeOf({ code, signal }: ProgramEnd): number {
  return signal === null ? (code ?? 1) : 128 + constants.signals[signal];
}

function notStarted(file: string, cwd: SpawnOptions['cwd'], cause: unknown): TooltapeError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const folder = typeof cwd === 'string' ? cwd : null;
  const isFolderMissing = folder !== null && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true;
  const [why, remedy] = isFolderMissing
    ? [`there is no folder ${folder}`, 'Make the folder, or name another one.']
    : code === 'ENOENT'
      ? ['there is no such program', 'Check its name, and that it is on the PATH.']
      : code === 'EACCES'
        ? ['it is no program that you may run', `Make it executable, or name what runs it: node ${file}.`]
        : code === 'E2BIG'
          ? ['its arguments or environment are too long', 'Shorten them, or hand them over in a file.']
          : [message, 'Start it by itself to see what is wrong with it.'];
  return new TooltapeError('USAGE', `${JSON.stringify(file)} cannot be started: ${why}`, { remedy, cause });
}
