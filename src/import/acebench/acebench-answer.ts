import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** The demand of a category's answer: certain calls, or none. */
export type AnswerKind = 'calls' | 'none';

/** The kind of a category, by its name. In the special categories any call is wrong. */
export function answerKind(category: string): AnswerKind {
  return category.startsWith('special_') ? 'none' : 'calls';
}

/**
 * The expectation of an accepted answer: `{ function: arguments }`, with a number after the name where a function is called
 * several times, or a list of such alternatives. Null where the answer is invalid. `nameOf` returns the name that requests
 * send.
 */
export function expectationOf(
  truth: Json | undefined,
  nameOf: (written: string) => string,
  schemaOf: (sent: string) => JsonObject | undefined,
): JsonObject | null {
  if (Array.isArray(truth)) {
    const plans = truth.map((one) => expectationOf(one, nameOf, schemaOf));
    if (plans.length === 0 || plans.includes(null)) return null;
    return plans.length === 1 ? (plans[0] ?? null) : { any_of: plans };
  }
  if (!isObject(truth)) return null;
  const calls: JsonObject[] = [];
  for (const [written, args] of Object.entries(truth)) {
    if (!isObject(args)) return null;
    const name = nameOf(written);
    calls.push({ name, arguments: matchers(args, schemaOf(name)) });
  }
  return { calls };
}

/** Texts are compared without case, spacing and punctuation, as ACEBench does; those of an `enum` exactly. */
function matchers(args: JsonObject, schema: JsonObject | undefined): JsonObject {
  const properties = isObject(schema?.['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const own = properties[name];
      return [name, matcher(value, isObject(own) ? own : undefined)];
    }),
  );
}

function matcher(value: Json, schema: JsonObject | undefined): Json {
  if (typeof value === 'string') return schema?.['enum'] === undefined && value !== '' ? { $text: value } : value;
  if (Array.isArray(value)) {
    const items = schema?.['items'];
    return value.map((one) => matcher(one, isObject(items) ? items : undefined));
  }
  if (!isObject(value)) return value;
  const inner = matchers(value, schema);
  return Object.keys(value).some((key) => key.startsWith('$')) ? { $literal: value } : inner;
}
