import { TooltapeError } from '../../domain/errors.ts';
import { isObject, type Json } from '../../json/json.ts';
import { parsePathPattern } from '../../json/path.ts';

/** A path into a request body, as keys and indexes; `null` stands for every item of a list or object. */
export type IgnorePath = readonly (string | number | null)[];

/**
 * Reads a path of the `ignore` setting: `metadata.session`, `messages[0].name`, `messages[*].name`, `["odd key"]`.
 * Errors: CONFIG when it is no path.
 */
export function parseIgnorePath(text: string): IgnorePath {
  const steps = parsePathPattern(text);
  if (steps === null) {
    throw new TooltapeError('CONFIG', `ignore: ${JSON.stringify(text)} is no path of a request body`, {
      remedy: 'Write it like `messages[*].name` or `metadata.session`.',
    });
  }
  if (steps.length === 0) throw new TooltapeError('CONFIG', 'ignore: an empty path would leave nothing of a request');
  return steps;
}

/**
 * Removes the part of `value` at `path`, read from its segment number `from`. Returns undefined where that part is `value`
 * itself, and the same object where nothing is removed. An item of a list becomes null, so that later items keep their indexes.
 */
export function leaveOut(value: Json, path: IgnorePath, from: number): Json | undefined {
  if (from === path.length) return undefined;
  const step = path[from] as string | number | null;
  if (Array.isArray(value)) {
    if (typeof step === 'string') return value;
    let changed: Json[] | null = null;
    for (let i = 0; i < value.length; i++) {
      if (step !== null && step !== i) continue;
      const item = leaveOut(value[i] as Json, path, from + 1) ?? null;
      if (item !== value[i]) (changed ??= value.slice())[i] = item;
    }
    return changed ?? value;
  }
  if (!isObject(value) || typeof step === 'number') return value;
  let changed = false;
  const entries: [string, Json][] = [];
  for (const key of Object.keys(value)) {
    const item = value[key] as Json;
    const left = step === null || step === key ? leaveOut(item, path, from + 1) : item;
    if (left !== item) changed = true;
    if (left !== undefined) entries.push([key, left]);
  }
  return changed ? Object.fromEntries(entries) : value;
}
