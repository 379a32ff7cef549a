import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { DocumentProblem } from '../../document/place.ts';
import type { LoadLint } from './load-lints.ts';
import type { Segment } from '../../json/path.ts';

/** Keywords that a widely used API refuses or ignores, with a replacement. */
const REFUSED: { readonly [keyword: string]: string } = {
  $schema: 'Gemini refuses $schema: leave it out.',
  $id: 'Gemini refuses $id: leave it out.',
  const: 'Gemini refuses const: write an enum with one value.',
  exclusiveMinimum: 'Gemini refuses exclusiveMinimum: write minimum, or say it in the description.',
  exclusiveMaximum: 'Gemini refuses exclusiveMaximum: write maximum, or say it in the description.',
  patternProperties: 'Gemini and the strict mode of OpenAI refuse patternProperties: name the properties.',
  additionalProperties: 'Gemini refuses additionalProperties: leave it out.',
  oneOf: 'Gemini and the strict mode of OpenAI refuse oneOf: write anyOf.',
  allOf: 'Gemini and the strict mode of OpenAI refuse allOf: write one schema.',
  not: 'Gemini and the strict mode of OpenAI refuse not: say it in the description.',
  if: 'Gemini and the strict mode of OpenAI refuse if: say it in the description.',
  prefixItems: 'Gemini and the strict mode of OpenAI refuse prefixItems: write items.',
  dependentSchemas: 'Gemini and the strict mode of OpenAI refuse dependentSchemas.',
  dependentRequired: 'Gemini and the strict mode of OpenAI refuse dependentRequired.',
};
/** Keywords that OpenAI and Anthropic refuse at the top of `parameters`. */
const TOP_LEVEL = ['anyOf', 'oneOf', 'allOf', 'enum', 'not'];
const PROPERTY = /^[a-zA-Z0-9_.-]{1,64}$/;

/**
 * Problems of keywords in a tool's `parameters` that OpenAI, Anthropic or Gemini refuse. `strict` is OpenAI's strict mode,
 * which requires `additionalProperties`.
 */
export function lintSchema(parameters: JsonObject, strict: boolean): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const warn = (path: readonly Segment[], message: string): void => {
    problems.push({ path, message, code: 'schema-dialect' satisfies LoadLint });
  };
  if (parameters['type'] === undefined) warn([], 'The schema has no type: OpenAI wants `type: object`.');
  for (const keyword of TOP_LEVEL) {
    if (!Object.hasOwn(parameters, keyword)) continue;
    warn([keyword], `OpenAI and Anthropic refuse ${keyword} at the top of parameters: put it into a property.`);
  }

  const visit = (schema: Json, path: readonly Segment[]): void => {
    if (!isObject(schema)) return;
    for (const keyword of Object.keys(schema)) {
      const top = path.length === 0 && TOP_LEVEL.includes(keyword);
      const wanted = strict && keyword === 'additionalProperties';
      if (Object.hasOwn(REFUSED, keyword) && !top && !wanted) warn([...path, keyword], REFUSED[keyword] ?? '');
    }
    lintValues(schema, path);
    if (strict) lintStrict(schema, path);
    for (const name of Object.keys(isObject(schema['properties']) ? schema['properties'] : {})) {
      if (!PROPERTY.test(name)) {
        const message = `Anthropic takes only property names of letters, digits, "_", "." and "-", at most 64.`;
        warn([...path, 'properties', name], message);
      }
    }
    for (const [inner, below] of innerSchemas(schema)) visit(inner, [...path, ...below]);
  };

  const lintValues = (schema: JsonObject, path: readonly Segment[]): void => {
    const { type, enum: values } = schema;
    if (Array.isArray(type)) warn([...path, 'type'], 'Gemini refuses a list of types: write one, or anyOf.');
    if (Array.isArray(values) && values.some((value) => typeof value !== 'string')) {
      warn(
        [...path, 'enum'],
        'Gemini refuses an enum of anything but strings: write strings, or say it in the description.',
      );
    }
    if (type === 'array' && !Object.hasOwn(schema, 'items')) {
      warn(path, 'OpenAI and Gemini refuse an array without items: say what it holds.');
    }
    if (Object.hasOwn(schema, '$ref') && Object.keys(schema).length > 1) {
      warn([...path, '$ref'], 'Gemini refuses keywords beside $ref: write the schema out.');
    }
  };

  const lintStrict = (schema: JsonObject, path: readonly Segment[]): void => {
    if (!isObject(schema['properties'])) return;
    if (schema['additionalProperties'] !== false) {
      warn(path, 'The strict mode of OpenAI wants `additionalProperties: false`.');
    }
    const required = Array.isArray(schema['required']) ? schema['required'] : [];
    const optional = Object.keys(schema['properties']).filter((name) => !required.includes(name));
    if (optional.length > 0) {
      warn(path, `The strict mode of OpenAI wants every property to be required: ${optional.join(', ')} is not.`);
    }
  };

  visit(parameters, []);
  return problems;
}

/** The schemas directly inside a schema, each with its path. */
export function* innerSchemas(schema: JsonObject): Generator<[Json, Segment[]]> {
  for (const keyword of ['properties', '$defs', 'definitions'] as const) {
    const map = schema[keyword];
    if (isObject(map)) for (const [name, inner] of Object.entries(map)) yield [inner, [keyword, name]];
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const) {
    const list = schema[keyword];
    if (Array.isArray(list)) for (const [i, inner] of list.entries()) yield [inner, [keyword, i]];
  }
  for (const keyword of ['items', 'additionalProperties', 'not'] as const) {
    const inner = schema[keyword];
    if (isObject(inner)) yield [inner, [keyword]];
  }
}
