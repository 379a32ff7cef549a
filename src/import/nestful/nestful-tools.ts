import { sentName } from '../sent-name.ts';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['enum', 'string'],
  ['file', 'string'],
  ['number', 'number'],
  ['float', 'number'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
  ['array', 'array'],
  ['object', 'object'],
]);

const SECTIONS = ['path_parameters', 'query_parameters', 'parameters', 'arguments'];

/** A tool of a `*-spec.json` as a scenario file holds it. */
export interface NestfulTool {
  readonly name: string;
  readonly description: string;
  /** Schemas by parameter. */
  readonly properties: { readonly [name: string]: JsonObject };
  readonly required: readonly string[];
}

/** Reads a tool; null for what has no name. */
export function readTool(spec: Json): NestfulTool | null {
  if (!isObject(spec) || typeof spec['name'] !== 'string') return null;
  const properties: { [name: string]: JsonObject } = {};
  const required: string[] = [];
  for (const section of SECTIONS) {
    const parameters = spec[section];
    for (const [name, written] of isObject(parameters) ? Object.entries(parameters) : []) {
      if (!isObject(written)) continue;
      properties[name] = schemaOf(written);
      if (written['required'] === true) required.push(name);
    }
  }
  const description = typeof spec['description'] === 'string' ? spec['description'] : '';
  return { name: sentName(spec['name']), description, properties, required };
}

/** A parameter's own words as JSON Schema; types that it has none for are left open. */
function schemaOf(written: JsonObject): JsonObject {
  const { type, description, items, properties } = written;
  const schema: JsonObject = {};
  const known = typeof type === 'string' ? TYPES.get(type.toLowerCase()) : undefined;
  if (known !== undefined) schema['type'] = known;
  else if (typeof type === 'string' && /^date/iu.test(type)) schema['type'] = 'string';
  if (typeof description === 'string') schema['description'] = description;
  const allowed = written['enum'] ?? written['allowed_values'];
  if (Array.isArray(allowed) && allowed.length > 0) schema['enum'] = allowed;
  if (isObject(items)) schema['items'] = schemaOf(items);
  if (isObject(properties)) {
    schema['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [name, isObject(one) ? schemaOf(one) : {}]),
    );
  }
  return schema;
}

/** The tool in the short form of scenario files. */
export function writtenTool({ name, description, properties, required }: NestfulTool): JsonObject {
  return { name, description, parameters: { type: 'object', properties: { ...properties }, required: [...required] } };
}
