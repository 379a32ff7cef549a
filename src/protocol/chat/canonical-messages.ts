import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/**
 * Messages in the form that keys compare: without empty `content`, and with tool-call ids numbered by first appearance, because
 * a gateway invents new ids for each answer. Returns the same array where nothing changes. Applying it twice changes nothing.
 */
export function canonicalMessages(messages: Json[]): Json[] {
  let changed: Json[] | null = null;
  const ids: Ids = { count: 0, open: new Map() };
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i] as Json;
    if (!isObject(message)) continue;
    const canonical = canonicalMessage(message, ids);
    if (canonical !== message) (changed ??= messages.slice())[i] = canonical;
  }
  return changed ?? messages;
}

/** For each served id, the new ids of calls without a result yet, and the latest new id. */
interface Ids {
  count: number;
  readonly open: Map<string, { readonly waiting: string[]; latest: string }>;
}

function canonicalMessage(message: JsonObject, ids: Ids): JsonObject {
  let result = message;
  if ('content' in message && (message['content'] ?? null) === null) {
    const { content: _, ...rest } = message;
    result = rest;
  }
  const calls = message['tool_calls'];
  if (Array.isArray(calls) && calls.length > 0) {
    const renamed = calls.map((call) => (isObject(call) ? withId(call, 'id', newId(call['id'], ids)) : call));
    if (renamed.some((call, i) => call !== calls[i])) result = { ...result, tool_calls: renamed };
  }
  return withId(result, 'tool_call_id', resultId(message['tool_call_id'], ids));
}

function withId(holder: JsonObject, key: string, id: string | null): JsonObject {
  return id === null || holder[key] === id ? holder : { ...holder, [key]: id };
}

function newId(served: Json | undefined, ids: Ids): string | null {
  if (typeof served !== 'string') return null;
  const id = `call_${++ids.count}`;
  const known = ids.open.get(served);
  if (known === undefined) ids.open.set(served, { waiting: [id], latest: id });
  else {
    known.waiting.push(id);
    known.latest = id;
  }
  return id;
}

/** The new id of a result. Where a gateway gives two calls one id, the first result belongs to the first call, and so on. */
function resultId(served: Json | undefined, ids: Ids): string | null {
  if (typeof served !== 'string') return null;
  if (!ids.open.has(served)) newId(served, ids);
  const known = ids.open.get(served);
  return known?.waiting.shift() ?? known?.latest ?? null;
}
