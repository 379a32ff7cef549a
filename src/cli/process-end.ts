import { blameTrial, stopWaitingTrials } from '../conversation/tools/late-errors.ts';
import { loadedModules } from '../conversation/tools/loaded-modules.ts';
import { EXIT, TooltapeError } from '../domain/errors.ts';
import { printError } from './output/print-error.ts';
import type { Terminal } from './output/terminal.ts';

const LONGEST_CHAIN = 8;
/** Milliseconds in which timers and sockets of tool modules may report an error after all trials, and after the command. */
const GRACE_MS = 100;

/** Resolves when nothing keeps the process alive; null where nobody waits for that. */
let onIdle: (() => void) | null = null;

/** Handles what tool modules do to the process. */
export interface ProcessEnd {
  /** Call it when the command has ended. From then on the process may end. */
  done(): void;
  /** Returns the exit code of the command, or that of an unhandled error of a tool module. */
  codeAfter(code: number): number;
}

/**
 * Makes sure that the process ends with a message and the right exit code, whatever a tool module does: a promise that never
 * settles, `process.exit()`, which would look like success, or an unhandled error, which is printed while the command
 * continues.
 */
export function watchProcessEnd(terminal: Terminal): ProcessEnd {
  let isDone = false;
  let late: number | null = null;
  const endWith = (code: number): never => {
    isDone = true;
    process.exit(code);
  };
  process.on('uncaughtException', (error: unknown) => {
    const reason = reasonOf(error);
    if (!(reason instanceof TooltapeError)) return endWith(printError(reason, terminal));
    late ??= printError(reason, terminal);
    // A handler of `exit` may throw as well.
    if (isDone) process.exitCode = late;
    blameTrial(inOneText(reason));
  });
  process.on('beforeExit', () => {
    if (isDone && onIdle === null) return;
    // Node emits this event again only where something kept the process alive in the meantime.
    setImmediate(() => {});
    if (onIdle !== null) return onIdle();
    const message = 'nothing is left to wait for, and the command is not done: a tool module never gave its answer';
    const remedy = 'See that every promise of a tool module is settled: a socket that a replay refuses stays silent.';
    const error = new TooltapeError('TOOL_MODULE', message, { remedy });
    late ??= printError(error, terminal);
    if (!stopWaitingTrials(inOneText(error))) endWith(late);
  });
  process.once('exit', () => {
    if (!isDone) process.exitCode = tellEnd('process.exit', terminal);
    isDone = true;
  });
  for (const name of ['reallyExit', 'abort'] as const) guard(name, () => isDone, terminal);
  return {
    done() {
      isDone = true;
    },
    codeAfter: (code) => (late === null || code === EXIT.bug || code === EXIT.interrupted ? code : late),
  };
}

/** Waits until nothing keeps the process alive, for at most a moment: what tool modules left running may still throw. */
export async function settleModules(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  onIdle = resolve;
  const timer = setTimeout(resolve, GRACE_MS).unref();
  await promise;
  clearTimeout(timer);
  onIdle = null;
}

/** Intercepts a function of `process` that ends it without calling a handler. */
function guard(name: 'reallyExit' | 'abort', isDone: () => boolean, terminal: Terminal): void {
  const holder = process as unknown as { reallyExit: (code?: number) => never; abort: () => never };
  const { reallyExit } = holder;
  const original = holder[name];
  holder[name] = (code?: number) => {
    if (isDone()) return original.call(process, code);
    return reallyExit.call(process, tellEnd(`process.${name}`, terminal));
  };
}

function tellEnd(by: string, terminal: Terminal): number {
  const message = `the process was ended before the command was done: a tool module called ${by}`;
  const remedy = 'Return a value from tool modules, or throw an error.';
  return printError(new TooltapeError('TOOL_MODULE', message, { remedy }), terminal);
}

/**
 * Returns a TooltapeError inside the error; TOOL_MODULE for an error of a tool module; else the error itself, which is a bug.
 */
function reasonOf(error: unknown): unknown {
  let at = error;
  for (let depth = 0; depth < LONGEST_CHAIN && at instanceof Error; depth += 1) {
    if (at instanceof TooltapeError) return at;
    at = at.cause;
  }
  return isOfToolModule(error) ? lateError(error) : error;
}

/** True where tool modules are loaded and no frame of the stack is in tooltape's own files. */
function isOfToolModule(error: unknown): boolean {
  if (loadedModules.size === 0) return false;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if ([...loadedModules].some((file) => stack.includes(file))) return true;
  return !stack.includes(import.meta.dirname);
}

function lateError(error: unknown): TooltapeError {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const named = [...loadedModules].filter((file) => stack.includes(file));
  const files = (named.length > 0 ? named : [...loadedModules]).join(', ');
  const said = error instanceof Error ? error.message : String(error);
  return new TooltapeError('TOOL_MODULE', `${files}: it threw an error that nobody waited for: ${said}`, {
    remedy: 'Await what the tool starts, and handle the errors of its timers, sockets and promises.',
    cause: error,
  });
}

function inOneText({ message, remedy }: TooltapeError): string {
  return remedy === null ? message : `${message}. ${remedy}`;
}
