import { isObject, type Json, type JsonObject } from '../../json/json.ts';
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

function partsOf(content: Json): readonly Json[] {
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
  let changed: Json[] | null = null;
  const ids = openIds('call_');
  for (let i = 0; i < contents.length; i++) {
    const content = contents[i] as Json;
    const canonical = canonicalContent(content, ids);
    if (canonical !== content) (changed ??= contents.slice())[i] = canonical;
  }
  return changed ?? contents;
}

function canonicalContent(content: Json, ids: OpenIds): Json {
  const parts = partsOf(content);
  if (parts.length === 0 || !isObject(content)) return content;
  const renamed = parts.map((part) => {
    const found = isObject(part) ? idHolder(part) : null;
    if (found === null || !isObject(part)) return part;
    const id = found.key.endsWith('all') ? ids.opened(found.id) : ids.answered(found.id);
    return id === found.id ? part : { ...part, [found.key]: { ...found.holder, id } };
  });
  return renamed.every((part, i) => part === parts[i]) ? content : { ...content, parts: renamed };
}
