import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { openIds } from '../reading/open-ids.ts';
import type { RecordedForm } from '../protocol.ts';

export const recordedResponses: RecordedForm = {
  leftOut: new Set(['user', 'metadata', 'store', 'safety_identifier', 'prompt_cache_key']),
  growing: 'input',
  tools: 'tools',
  itemALine: new Set(['input', 'output', 'tools']),
  canonical: canonicalItems,
  isTied: (item) => isObject(item) && ('call_id' in item || 'id' in item),
  pieces: {
    under: new Set(['delta']),
    blockOf: ({ type, output_index: item, content_index: part }) =>
      JSON.stringify([type ?? null, item ?? null, part ?? null]),
  },
  dropTokens,
};

/** Items in the form that keys compare: ids of calls and items are numbered by first appearance. */
function canonicalItems(items: Json[]): Json[] {
  let changed: Json[] | null = null;
  const calls = openIds('call_');
  const ids = new Map<string, string>();
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Json;
    if (!isObject(item)) continue;
    const renamed: JsonObject = {};
    const { call_id: callId, id } = item;
    if (typeof callId === 'string') {
      const isResult = asText(item['type']).endsWith('_output');
      renamed['call_id'] = isResult ? calls.answered(callId) : calls.opened(callId);
    }
    if (typeof id === 'string') {
      if (!ids.has(id)) ids.set(id, `item_${ids.size + 1}`);
      renamed['id'] = ids.get(id) ?? id;
    }
    if (Object.entries(renamed).every(([name, value]) => item[name] === value)) continue;
    (changed ??= items.slice())[i] = { ...item, ...renamed };
  }
  return changed ?? items;
}

function dropTokens(body: Json): boolean {
  if (!isObject(body)) return false;
  let dropped = false;
  const drop = (holder: Json | undefined): void => {
    if (!isObject(holder) || !Array.isArray(holder[TOKENS]) || holder[TOKENS].length === 0) return;
    holder[TOKENS] = [];
    dropped = true;
  };
  drop(body);
  drop(body['part']);
  const response = isObject(body['response']) ? body['response'] : body;
  const items = [...(Array.isArray(response['output']) ? response['output'] : []), body['item'] ?? null];
  for (const item of items.filter(isObject)) {
    if (Array.isArray(item['content'])) for (const part of item['content']) drop(part);
  }
  return dropped;
}

/** The field with the tokens of a text. */
const TOKENS = 'logprobs';
