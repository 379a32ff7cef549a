import { isObject, type Json } from '../../../json/json.ts';

/**
 * Why a schema cannot be `strict`, in OpenAI's words; null where it can.
 * @see https://developers.openai.com/api/docs/guides/function-calling
 */
export function refusedStrict(schema: Json, context: readonly string[] = []): string | null {
  if (!isObject(schema)) return null;
  const at = `In context=(${context.map((part) => `'${part}'`).join(', ')})`;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  if (schema['type'] === 'object' || 'properties' in schema) {
    if (schema['additionalProperties'] !== false) {
      return `${at}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    const required = Array.isArray(schema['required']) ? schema['required'] : [];
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined) {
      return `${at}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
  }
  for (const [name, property] of Object.entries(properties)) {
    const inner = refusedStrict(property, [...context, 'properties', name]);
    if (inner !== null) return inner;
  }
  return 'items' in schema ? refusedStrict(schema['items'] ?? null, [...context, 'items']) : null;
}
