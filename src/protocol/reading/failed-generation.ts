import { isObject, type Json, textOrJson } from '../../json/json.ts';
import { scanJson } from '../../json/json-scan.ts';

/** A call that the model wrote into a text that its provider could not read. */
export interface GeneratedCall {
  /** Name of the tool; `''` where the text shows none. */
  readonly name: string;
  readonly rawArguments: string;
}

/** Patterns of the text around the name of a call. The first match in the text counts. */
const NAMED: readonly RegExp[] = [
  /<function[=\s]\s*(?:name=)?"?([\w.-]{1,200})"?/,
  /"(?:name|tool_name)"\s*:\s*"([^"]+)"/,
  /to=functions\.([\w.-]{1,200})/,
  /default_api\.([\w.-]{1,200})\(/,
  /\btool '([^']+)'/,
  /\bfor tool ([\w.-]{1,200}) did/,
];

/** The name and arguments of the first call in a failed generation. `hint` is the provider's message, which may hold the name. */
export function readFailedGeneration(generation: string, hint: string): GeneratedCall {
  const name = nameIn(generation) ?? nameIn(hint) ?? '';
  return { name, rawArguments: writtenArguments(generation) ?? generation };
}

function nameIn(text: string): string | undefined {
  const found = NAMED.map((pattern) => pattern.exec(text)).filter((match) => match !== null);
  return found.sort((a, b) => a.index - b.index)[0]?.[1];
}

function writtenArguments(text: string): string | null {
  const start = text.indexOf('{');
  if (start < 0) return null;
  const rest = text.slice(start);
  const scan = scanJson(rest);
  if (scan.kind !== 'value') return rest;
  const json = rest.slice(0, scan.end);
  const value = JSON.parse(json) as Json;
  if (!isObject(value)) return json;
  const named = value['arguments'] ?? value['parameters'];
  if (typeof value['name'] !== 'string' || named === undefined || named === null) return json;
  return textOrJson(named);
}
