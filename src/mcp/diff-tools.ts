import { asText, deepEqual, isObject, joinPath, type Json, type JsonObject } from '../json/json.ts';
import type { ServerTools } from '../domain/server.ts';
import { excerptAround, shortJson } from '../text/shorten.ts';

/** The change of one tool, or of the order of all tools. */
export interface ToolChange {
  /** Name of the tool on the server; null for the order of the list. */
  readonly tool: string | null;
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  /** One sentence for each change: `description: "Reads a file" → "Reads"`, `path is required now`. */
  readonly details: readonly string[];
}

/** Most characters of a value in a sentence. */
const SHOWN = 160;
/** Characters that a sentence shows before the first difference of two texts. */
const LED_IN = 30;

/** The changes between two lists of one server; `[]` when a model and a recording could not notice any. */
export function diffTools(before: ServerTools, after: ServerTools): readonly ToolChange[] {
  const old = byName(before);
  const now = byName(after);
  const changes: ToolChange[] = [];
  for (const [tool, listed] of old) {
    const next = now.get(tool);
    if (next === undefined) changes.push({ tool, kind: 'removed', details: [] });
    else {
      const details = detailsOf(listed, next);
      if (details.length > 0) changes.push({ tool, kind: 'changed', details });
    }
  }
  for (const tool of now.keys()) if (!old.has(tool)) changes.push({ tool, kind: 'added', details: [] });
  const kept = [...old.keys()].filter((name) => now.has(name));
  const order = [...now.keys()].filter((name) => old.has(name));
  if (kept.join('\n') !== order.join('\n')) {
    changes.push({
      tool: null,
      kind: 'reordered',
      details: [`listed before: ${kept.join(', ')}`, `now: ${order.join(', ')}`],
    });
  }
  return changes;
}

function byName({ tools }: ServerTools): ReadonlyMap<string, JsonObject> {
  return new Map(tools.map((tool) => [asText(tool['name']), tool]));
}

function detailsOf(before: JsonObject, after: JsonObject): readonly string[] {
  const { inputSchema: oldSchema, ...oldRest } = before;
  const { inputSchema: newSchema, ...newRest } = after;
  return [...parameterDetails(objectOf(oldSchema), objectOf(newSchema)), ...differences(oldRest, newRest, '')];
}

/** Changed parameters in words, then all other differences of the schema by path. */
function parameterDetails(before: JsonObject, after: JsonObject): readonly string[] {
  const [old, now] = [objectOf(before['properties']), objectOf(after['properties'])];
  const [wasRequired, isRequired] = [namesIn(before['required']), namesIn(after['required'])];
  const details: string[] = [];
  for (const name of Object.keys(now)) {
    if (Object.hasOwn(old, name)) continue;
    details.push(`${isRequired.has(name) ? 'new required parameter' : 'new optional parameter'} ${name}`);
  }
  for (const name of Object.keys(old)) {
    if (!Object.hasOwn(now, name)) details.push(`parameter ${name} removed`);
    else if (isRequired.has(name) && !wasRequired.has(name)) details.push(`parameter ${name} is required now`);
    else if (!isRequired.has(name) && wasRequired.has(name)) details.push(`parameter ${name} is optional now`);
    if (Object.hasOwn(now, name)) {
      details.push(...differences(old[name] ?? null, now[name] ?? null, joinPath('inputSchema.properties', name)));
    }
  }
  const { properties: _a, required: _b, ...oldRest } = before;
  const { properties: _c, required: _d, ...newRest } = after;
  return [...details, ...differences(oldRest, newRest, 'inputSchema')];
}

/** Differences of two values by path. Objects are compared key by key, everything else as a whole. */
function differences(before: Json, after: Json, path: string): readonly string[] {
  if (deepEqual(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => {
      const at = joinPath(path, name);
      if (!Object.hasOwn(before, name)) return [`${at}: none → ${shortJson(after[name] ?? null, SHOWN)}`];
      if (!Object.hasOwn(after, name)) return [`${at}: ${shortJson(before[name] ?? null, SHOWN)} → none`];
      return differences(before[name] ?? null, after[name] ?? null, at);
    });
  }
  if (typeof before === 'string' && typeof after === 'string') {
    // Both texts are shown from shortly before their first difference.
    const from = Math.max(0, commonStart(before, after) - LED_IN);
    const shown = (text: string): string => shortJson(excerptAround(text, from, SHOWN), SHOWN + 2);
    return [`${path}: ${shown(before)} → ${shown(after)}`];
  }
  return [`${path}: ${shortJson(before, SHOWN)} → ${shortJson(after, SHOWN)}`];
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function namesIn(value: Json | undefined): ReadonlySet<Json> {
  return new Set(Array.isArray(value) ? value : []);
}
