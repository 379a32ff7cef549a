import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parsePath } from '../../json/path.ts';
import type { PlanCall } from './nestful-plan.ts';
import type { NestfulTool } from './nestful-tools.ts';

/**
 * Made-up results for the calls of a plan: the values that other calls refer to, of the type of the parameter that takes them,
 * each different. NESTFUL gives no results.
 */
export function simulatedResults(
  plan: readonly PlanCall[],
  tools: ReadonlyMap<string, NestfulTool>,
): ReadonlyMap<string, readonly JsonObject[]> {
  const returns = new Map<string, JsonObject[]>();
  let count = 0;
  for (const call of plan) {
    let result: Json = {};
    // A tool that is called several times answers with all that is asked of any of its calls.
    const labels = new Set(plan.filter(({ name }) => name === call.name).map(({ label }) => label));
    for (const [path, schema] of takenValues(plan, labels, tools)) {
      count += 1;
      result = withValue(result, parsePath(path) ?? [path], valueFor(schema, `${call.label}.${path}`, count));
    }
    const entry: JsonObject =
      Object.keys(call.given).length === 0 ? { result } : { when: literals(call.given), result };
    returns.set(call.name, [...(returns.get(call.name) ?? []), entry]);
  }
  return returns;
}

/** The paths that calls take from the results of these labels, with the schema of the first parameter that says its type. */
function takenValues(
  plan: readonly PlanCall[],
  labels: ReadonlySet<string>,
  tools: ReadonlyMap<string, NestfulTool>,
): ReadonlyMap<string, JsonObject | undefined> {
  const taken = new Map<string, JsonObject | undefined>();
  for (const { name, references } of plan) {
    for (const { label, path, parameter } of references) {
      const schema = tools.get(name)?.properties[parameter];
      if (labels.has(label) && taken.get(path)?.['type'] === undefined) taken.set(path, schema);
    }
  }
  return taken;
}

function literals(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      isObject(value) || Array.isArray(value) ? { $literal: value } : value,
    ]),
  );
}

function valueFor(schema: JsonObject | undefined, text: string, count: number): Json {
  const options = schema?.['enum'];
  if (Array.isArray(options) && options[0] !== undefined) return options[0];
  switch (schema?.['type']) {
    case 'number':
      return count + 0.5;
    case 'integer':
      return count;
    case 'boolean':
      return true;
    case 'array':
      return [valueFor(isObject(schema['items']) ? schema['items'] : undefined, text, count)];
    case 'object':
      return { id: text };
    default:
      return text;
  }
}

/** The value put in at a path; the objects and lists on the way are made. */
function withValue(root: Json, keys: readonly (string | number)[], value: Json): Json {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = Array.isArray(root) ? [...root] : [];
    for (let i = list.length; i <= key; i += 1) list.push(null);
    list[key] = withValue(list[key] ?? {}, rest, value);
    return list;
  }
  const object = isObject(root) ? root : {};
  return { ...object, [key]: withValue(object[key] ?? {}, rest, value) };
}
