import { pathToFileURL } from 'node:url';
import type { ToolModuleRunner } from '../conversation/simulate-tool.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';

type ToolFunction = (args: JsonObject) => Json | undefined | Promise<Json | undefined>;

/**
 * Runs the functions of tool modules, each module loaded once. `beforeFirst` runs before any of their code does:
 * a replay locks the network there, so that runs without modules do not pay for it.
 * Errors: TOOL_MODULE when a module cannot be loaded or lacks the export; what the function throws is passed on.
 */
export function createToolModules(beforeFirst: (module: string) => Promise<void>): ToolModuleRunner {
  const loaded = new Map<string, Promise<Record<string, unknown>>>();
  const load = async (file: string): Promise<Record<string, unknown>> => {
    await beforeFirst(file);
    try {
      return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    } catch (cause) {
      if (cause instanceof TooltapeError) throw cause;
      throw new TooltapeError('TOOL_MODULE', `${file}: the tool module cannot be loaded: ${messageOf(cause)}`, {
        cause,
      });
    }
  };
  return async (file, name, args) => {
    let module = loaded.get(file);
    if (module === undefined) {
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
    return toJson((await (tool as ToolFunction)(args)) ?? null, `${file}#${name}`);
  };
}

/** What a module answers is what JSON makes of it: the same when recorded and when replayed. */
function toJson(value: unknown, place: string): Json {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined)
    throw new TooltapeError('TOOL_MODULE', `${place}: it returned a ${typeof value}, expected JSON`);
  return JSON.parse(text) as Json;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
