import { asText, isObject, type Json, textOrJson } from '../../json/json.ts';
import type { Refusal } from '../serving.ts';

/** The text that the call of a custom tool holds. `rawArguments` are those of a script: `{"input": text}`. */
export function inputOf(rawArguments: string): string {
  let value: Json;
  try {
    value = JSON.parse(rawArguments) as Json;
  } catch {
    return rawArguments;
  }
  const input = isObject(value) ? (value['input'] ?? '') : value;
  return textOrJson(input);
}

/** The arguments of a script for the text of a call: the reverse of `inputOf`. */
export function argumentsOf(input: Json | undefined): string {
  return JSON.stringify({ input: asText(input) });
}

/**
 * The refusal of the format of a custom tool, in OpenAI's words; null for one that it takes. `at` is the place of the format; the rules
 * of a grammar stand in `holder`.
 * @see https://developers.openai.com/api/docs/guides/function-calling#context-free-grammars
 */
export function refusedFormat(format: Json | undefined, at: string, holder: 'grammar' | null): Refusal | null {
  if (format === undefined) return null;
  if (!isObject(format)) return refuse(`Invalid type for '${at}': expected an object.`, at, 'invalid_type');
  const { type } = format;
  if (type === undefined) return missing(`${at}.type`);
  if (type === 'text') return null;
  if (type !== 'grammar') return unsupported(type, ['text', 'grammar'], `${at}.type`);
  const rules = holder === null ? format : (format[holder] ?? null);
  const place = holder === null ? at : `${at}.${holder}`;
  if (!isObject(rules)) return missing(place);
  const { syntax, definition } = rules;
  if (syntax === undefined) return missing(`${place}.syntax`);
  if (syntax !== 'lark' && syntax !== 'regex') return unsupported(syntax, ['lark', 'regex'], `${place}.syntax`);
  return typeof definition === 'string' ? null : missing(`${place}.definition`);
}

function unsupported(value: Json, supported: readonly string[], param: string): Refusal {
  const words = supported.map((word) => `'${word}'`).join(' and ');
  return refuse(`Invalid value: ${JSON.stringify(value)}. Supported values are: ${words}.`, param, 'invalid_value');
}

function missing(param: string): Refusal {
  return refuse(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

function refuse(message: string, param: string, code: string): Refusal {
  return { status: 400, code, message, param };
}
