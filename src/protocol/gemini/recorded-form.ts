import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { mapChanged } from '../../json/map-changed.ts';
import { openIds, type OpenIds } from '../reading/open-ids.ts';
import type { RecordedForm } from '../protocol.ts';
import { field, snakeCase } from './field.ts';

export const recordedGemini: RecordedForm = {
  leftOut: new Set(['labels']),
  growing: 'contents',
  tools: 'tools',
  itemALine: new Set(['contents', 'candidates', 'parts', 'tools', 'functionDeclarations']),
  canonical: canonicalContents,
  isTied: (content) => partsOf(content).some((part) => isObject(part) && idHolder(part) !== null),
  // A text continues in the part of equal position in the next event.
  pieces: { under: new Set(['parts']), blockOf: () => '' },
  dropTokens(body) {
    if (!isObject(body) || !Array.isArray(body['candidates'])) return false;
    let dropped = false;
    for (const candidate of body['candidates'].filter(isObject)) {
      if (!('logprobsResult' in candidate)) continue;
      delete candidate['logprobsResult'];
      dropped = true;
    }
    return dropped;
  },
};

function partsOf(content: Json): Json[] {
  const parts = isObject(content) ? content['parts'] : undefined;
  return Array.isArray(parts) ? parts : [];
}

/** The call or result in a part, with its id; null where the part has no id. */
function idHolder(part: JsonObject): { readonly key: string; readonly holder: JsonObject; readonly id: string } | null {
  for (const name of ['functionCall', 'functionResponse']) {
    const holder = field(part, name);
    if (!isObject(holder) || typeof holder['id'] !== 'string') continue;
    return { key: name in part ? name : snakeCase(name), holder, id: holder['id'] };
  }
  return null;
}

/** Contents in the form that keys compare: ids of calls are numbered by first appearance. */
function canonicalContents(contents: Json[]): Json[] {
  const ids = openIds('call_');
  return mapChanged(contents, (content) => canonicalContent(content, ids));
}

function canonicalContent(content: Json, ids: OpenIds): Json {
  const parts = partsOf(content);
  if (parts.length === 0 || !isObject(content)) return content;
  const renamed = mapChanged(parts, (part) => {
    const found = isObject(part) ? idHolder(part) : null;
    if (found === null || !isObject(part)) return part;
    const id = found.key.endsWith('all') ? ids.opened(found.id) : ids.answered(found.id);
    return id === found.id ? part : { ...part, [found.key]: { ...found.holder, id } };
  });
  return renamed === parts ? content : { ...content, parts: renamed };
}
