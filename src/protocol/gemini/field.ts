import { asList, isObject, type Json, type JsonObject } from '../../json/json.ts';

/** The value of a field whose name is in camel or in snake case: `functionCall`, `function_call`; undefined without it. */
export function field(holder: JsonObject, name: string): Json | undefined {
  const value = holder[name];
  return value === undefined ? holder[snakeCase(name)] : value;
}

/** The parts of a content. A part that is no object is left out. */
export function partsOf(content: JsonObject): JsonObject[] {
  return asList(content['parts']).filter(isObject);
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
