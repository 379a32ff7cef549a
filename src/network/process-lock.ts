import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import type { Worker } from 'node:worker_threads';
import { errno, handlesOf } from './node-handles.ts';

/** Gets the file; in older versions of Node an object with the file. */
type Spawn = (this: unknown, ...args: [string | { readonly file?: string }, ...unknown[]]) => unknown;

/**
 * Refuses child processes, worker threads, loader threads and `process.execve`, because no lock of this process covers their
 * network. `gate` gets the name of the program or thread. Returns a function that removes the lock.
 */
export function lockProcesses(gate: (what: string) => Error | null): () => void {
  // Node throws this error at once. For an error reported later it would first create pipes that are never closed.
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
  // A new object for each call, because Node changes it.
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

/** Refuses hooks of `module.register`, which run in a thread of Node. */
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

/** Refuses `process.execve`, which replaces this process by another program. Not every version of Node has it. */
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
