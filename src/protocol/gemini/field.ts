import type { Json, JsonObject } from '../../json/json.ts';

/** The value of a field whose name is in camel or in snake case: `functionCall`, `function_call`; undefined without it. */
export function field(holder: JsonObject, name: string): Json | undefined {
  const value = holder[name];
  return value === undefined ? holder[snakeCase(name)] : value;
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
