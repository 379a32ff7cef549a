import { pathToFileURL } from 'node:url';
import { unlessStopped } from './late-errors.ts';
import { loadedModules } from './loaded-modules.ts';
import type { NetworkLock } from '../../network/network-lock.ts';
import type { ToolContext, ToolModuleRunner } from './simulate-tool.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Json, JsonObject } from '../../json/json.ts';

type ToolFunction = (args: JsonObject, context: ToolContext) => Json | undefined | Promise<Json | undefined>;

/** Runs code of a tool module. `who` names it in messages. In a replay the network is locked while the code runs. */
export type ModuleGuard = <T>(who: string, run: () => Promise<T>) => Promise<T>;

/**
 * Returns a runner for functions of tool modules. It loads each module once, from the URL that `urlOf` gives for its file.
 * Errors: TOOL_MODULE when a module cannot be loaded or lacks the export; a ToolStop when the module fails while its call has
 * not returned; errors of the guard and of the function are passed on.
 */
export function createToolModules(
  guard: ModuleGuard,
  urlOf: (file: string) => string = (file) => pathToFileURL(file).href,
): ToolModuleRunner {
  const loaded = new Map<string, Promise<Record<string, unknown>>>();
  const load = async (file: string): Promise<Record<string, unknown>> => {
    try {
      return await guard(file, async () => (await import(urlOf(file))) as Record<string, unknown>);
    } catch (cause) {
      if (cause instanceof TooltapeError) throw cause;
      const message = `${file}: the tool module cannot be loaded: ${messageOf(cause)}`;
      throw new TooltapeError('TOOL_MODULE', message, { cause });
    }
  };
  return async (file, name, args, context) => {
    let module = loaded.get(file);
    if (module === undefined) {
      loadedModules.add(file);
      module = load(file);
      loaded.set(file, module);
    }
    const exports = await module;
    const tool = exports[name];
    if (typeof tool !== 'function') {
      const known = Object.keys(exports).filter((key) => typeof exports[key] === 'function');
      throw new TooltapeError('TOOL_MODULE', `${file}: it exports no function ${JSON.stringify(name)}`, {
        remedy: `Export it, or name one that is there: ${known.join(', ') || 'none is'}.`,
      });
    }
    const who = `${file}#${name}`;
    const call = guard(who, async () => (tool as ToolFunction)(args, context));
    return toJson((await unlessStopped(who, call)) ?? null, who);
  };
}

/** True where a tool module answers a tool of the scenario. */
export function runsModules({ tools }: Scenario): boolean {
  return tools.some(({ returns }) => returns?.some(({ answer }) => answer.kind === 'module') === true);
}

/** Runs the code without a lock: when recording, tools may use the network. */
export const unguarded: ModuleGuard = (_, run) => run();

/** A guard that locks the network, with a function that unlocks it. */
export interface ModuleLock {
  readonly guard: ModuleGuard;
  /** Unlocks the network, unless another lock exists, and forgets refused attempts. The next call locks it again. */
  release(): Promise<void>;
}

/**
 * Returns a guard that locks the network before the first module is loaded. A module that tries to use the network is named in
 * an error, even if it catches the refusal.
 */
export function createLock(nockOff: string | undefined): ModuleLock {
  let locking: Promise<NetworkLock> | null = null;
  return {
    async guard(who, run) {
      locking ??= import('../../network/network-lock.ts').then(({ lockNetwork }) => lockNetwork({ nockOff }));
      const lock = await locking;
      try {
        return await lock.as(who, run);
      } finally {
        const error = lock.errorOf(who);
        // oxlint-disable-next-line no-unsafe-finally -- the refused attempt is the reason, whatever the module made of it.
        if (error !== null) throw error;
      }
    },
    async release() {
      const held = locking;
      locking = null;
      // Where locking failed, the call that needed the lock has reported it.
      await held?.then(
        (lock) => lock.unlock(),
        () => {},
      );
    },
  };
}

/** Returns a guard that keeps the network locked until the process ends. */
export function lockedGuard(nockOff: string | undefined): ModuleGuard {
  return createLock(nockOff).guard;
}

/** The result of a module as JSON, so that a recording and a replay have equal results. */
function toJson(value: unknown, place: string): Json {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined)
    throw new TooltapeError('TOOL_MODULE', `${place}: it returned a ${typeof value}, expected JSON`);
  return JSON.parse(text) as Json;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
