import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { MAX_DEPTH, nestsTooDeep } from '../json/measure.ts';
import { TRIAL_DIR } from '../domain/server.ts';

/**
 * The tools as plain JSON. The path of the trial's folder is replaced by `${trial_dir}`, so that two starts list equal tools.
 */
export function plainTools(listed: readonly unknown[], folder: string | null): readonly JsonObject[] {
  const text = JSON.stringify(listed);
  const written = folder === null ? text : text.replaceAll(JSON.stringify(folder).slice(1, -1), TRIAL_DIR);
  return JSON.parse(written) as readonly JsonObject[];
}

/** Why the list cannot be used: `it lists the tool "read" twice`; null where it can. */
export function listFault(tools: readonly Json[]): string | null {
  const names = new Set<string>();
  for (const tool of tools) {
    if (!isObject(tool) || typeof tool['name'] !== 'string' || tool['name'] === '')
      return 'it lists a tool without a name';
    const { name, inputSchema } = tool;
    if (names.has(name)) return `it lists the tool ${JSON.stringify(name)} twice`;
    if (!isObject(inputSchema)) return `it lists the tool ${JSON.stringify(name)} without an input schema`;
    if (nestsTooDeep(tool)) return `it lists the tool ${JSON.stringify(name)} with more than ${MAX_DEPTH} levels`;
    names.add(name);
  }
  return null;
}
