import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import type { Worker } from 'node:worker_threads';
import { errno, handlesOf } from './node-handles.ts';

/** Given the file or, by older versions of Node, an object that has it. */
type Spawn = (this: unknown, ...args: [string | { readonly file?: string }, ...unknown[]]) => unknown;

/**
 * Refuses what has handles of its own, which no lock of this process reaches: child processes and worker threads.
 * `gate` is told what was to be started. Returns what undoes it.
 */
export function lockProcesses(gate: (what: string) => Error | null): () => void {
  // Thrown at once by Node; what is told later leaves it with pipes that lead nowhere.
  const refused = errno('EPERM');
  const undo: (() => void)[] = [lockWorkers(gate)];
  const guard = (holder: object | null, answer: unknown): void => {
    if (holder === null) return;
    const methods = holder as { spawn: Spawn };
    const original = methods.spawn;
    methods.spawn = function locked(this: unknown, ...args) {
      const file = typeof args[0] === 'string' ? args[0] : args[0].file;
      return gate(`a process (${file ?? '?'})`) === null ? original.apply(this, args) : answer;
    };
    undo.push(() => {
      methods.spawn = original;
    });
  };
  guard((handlesOf('process_wrap')?.['Process'] as { prototype: object } | undefined)?.prototype ?? null, refused);
  guard(handlesOf('spawn_sync'), { error: refused, pid: 0, status: null, signal: null, output: null });
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
  syncBuiltinESMExports();
  return () => {
    threads.Worker = original;
    syncBuiltinESMExports();
  };
}
