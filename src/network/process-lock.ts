import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import type { Worker } from 'node:worker_threads';
import { errno, handlesOf } from './node-handles.ts';

/** Given the file or, by older versions of Node, an object that has it. */
type Spawn = (this: unknown, ...args: [string | { readonly file?: string }, ...unknown[]]) => unknown;

/**
 * Refuses child processes, worker threads, loader threads and `process.execve`: they have handles of their own, which no lock of this
 * process reaches. `gate` gets the name of what was to be started. Returns a function that lifts the lock.
 */
export function lockProcesses(gate: (what: string) => Error | null): () => void {
  // Node throws this error at once. An error reported later would leave it with pipes that lead nowhere.
  const refused = errno('EPERM');
  const undo: (() => void)[] = [lockWorkers(gate), lockLoaders(gate), lockExec(gate)];
  const guard = (holder: object | null, answer: () => unknown): void => {
    if (holder === null) return;
    const methods = holder as { spawn: Spawn };
    const original = methods.spawn;
    methods.spawn = function locked(this: unknown, ...args) {
      const file = typeof args[0] === 'string' ? args[0] : args[0].file;
      return gate(`a process (${file ?? '?'})`) === null ? original.apply(this, args) : answer();
    };
    undo.push(() => {
      methods.spawn = original;
    });
  };
  guard(
    (handlesOf('process_wrap')?.['Process'] as { prototype: object } | undefined)?.prototype ?? null,
    () => refused,
  );
  // Anew each time: Node writes into it.
  guard(handlesOf('spawn_sync'), () => ({ error: refused, pid: 0, status: null, signal: null, output: null }));
  return () => undo.reverse().forEach((step) => step());
}

function lockWorkers(gate: (what: string) => Error | null): () => void {
  const threads = process.getBuiltinModule('node:worker_threads');
  const original = threads.Worker;
  threads.Worker = new Proxy(original, {
    construct(target, args, made): Worker {
      const error = gate('a worker thread');
      if (error !== null) throw error;
      return Reflect.construct(target, args, made) as Worker;
    },
  });
  original.prototype.constructor = threads.Worker;
  syncBuiltinESMExports();
  return () => {
    threads.Worker = original;
    original.prototype.constructor = original;
    syncBuiltinESMExports();
  };
}

/** Hooks of `module.register` run in a thread of Node's own. */
function lockLoaders(gate: (what: string) => Error | null): () => void {
  const modules = process.getBuiltinModule('node:module');
  const original = modules.register;
  const locked = (...args: unknown[]): unknown => {
    const error = gate('a loader thread');
    if (error !== null) throw error;
    return (original as (...given: unknown[]) => unknown)(...args);
  };
  modules.register = locked;
  syncBuiltinESMExports();
  return () => {
    modules.register = original;
    syncBuiltinESMExports();
  };
}

/** `process.execve` puts another program into the place of this process; not every Node has it. */
function lockExec(gate: (what: string) => Error | null): () => void {
  const holder = process as { execve?: (...args: unknown[]) => unknown };
  const original = holder.execve;
  if (original === undefined) return () => {};
  holder.execve = (...args) => {
    const error = gate(`the program ${String(args[0])}`);
    if (error !== null) throw error;
    return original.apply(process, args);
  };
  return () => {
    holder.execve = original;
  };
}
