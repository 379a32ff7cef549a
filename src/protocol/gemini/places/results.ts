import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { contentOf, partTexts } from '../../places/content.ts';
import { spotsAt, valueOf, type Spot } from '../../places/pattern.ts';
import { field } from '../field.ts';

type Spellings = (name: string) => readonly string[];

/**
 * Number of the call that a result belongs to, from 0: by its id, else by its name and the order of results. An id that no call has is
 * returned itself, where calls have ids. A result whose name no call has is reported under that name, because Gemini pairs results by
 * name.
 */
export function callAt(root: Spot, part: Json | undefined, spellings: Spellings): Json | undefined {
  const said = responseOf(part);
  if (said === null) return undefined;
  const calls = all(root, 'contents[role=model].parts[*]', spellings, 'functionCall');
  const results = all(root, 'contents[*].parts[*]', spellings, 'functionResponse');
  const named = calls.map((call) => call['name']);
  const id = said['id'];
  const byId = typeof id === 'string' ? calls.findIndex((call) => call['id'] === id) : -1;
  if (byId !== -1) return byId;
  if (typeof id === 'string' && calls.some((call) => typeof call['id'] === 'string')) return id;
  const order = results.indexOf(said);
  if (!named.includes(said['name'] ?? null))
    return `number ${order + 1}, under the name ${JSON.stringify(said['name'] ?? null)}`;
  const before = results.slice(0, order).filter((other) => other['name'] === said['name']).length;
  return named.flatMap((name, at) => (name === said['name'] ? [at] : []))[before] ?? order;
}

function responseOf(part: Json | undefined): JsonObject | null {
  const said = isObject(part ?? null) ? field(part as JsonObject, 'functionResponse') : undefined;
  return isObject(said ?? null) ? (said as JsonObject) : null;
}

function all(root: Spot, pattern: string, spellings: Spellings, name: string): JsonObject[] {
  return spotsAt(root, pattern, spellings).flatMap((spot) => {
    const part = valueOf(spot);
    const found = isObject(part ?? null) ? field(part as JsonObject, name) : undefined;
    return isObject(found ?? null) ? [found as JsonObject] : [];
  });
}

/** The neutral content of a response. An object with only one of the usual keys stands for the value of that key. */
export function resultContent(response: Json): Json | undefined {
  const held = heldBy(response);
  return Array.isArray(held) && partTexts(held) !== undefined ? undefined : (contentOf(held) ?? held);
}

/** The texts of a response with several parts; undefined for one text. */
export function resultTexts(response: Json): Json | undefined {
  return partTexts(heldBy(response));
}

/** True when a response holds the key `error`, which Gemini documents. */
export function failed(response: Json): Json | undefined {
  return isObject(response) && 'error' in response ? true : undefined;
}

const HOLDERS = new Set(['output', 'result', 'content', 'response', 'error']);

/** Some clients say the name of the tool beside what it gave. */
function heldBy(response: Json): Json {
  if (!isObject(response)) return response;
  const { name, ...said } = response;
  const [key, ...others] = Object.keys(typeof name === 'string' && 'content' in said ? said : response);
  return key !== undefined && others.length === 0 && HOLDERS.has(key) ? (response[key] ?? response) : response;
}
