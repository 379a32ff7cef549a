import type { Json } from '../../json/json.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { holdersOf, valueOfAll, type Read } from './judge-sent.ts';

/** What a body says where it says it in the older words of chat. */
const OLDER: { readonly [name in FieldName]?: readonly FieldName[] } = {
  'tool.name': ['functions'],
  'tool.description': ['functions'],
  choice: ['functions.choice'],
};

/** Of these a value that nobody asked for changes what the request means. */
export const MEANINGFUL: ReadonlySet<FieldName> = new Set<FieldName>([
  'choice',
  'choice.allowed',
  'parallel',
  'functions',
  'functions.choice',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'alternatives',
  'bias',
  'effort',
  'json',
  'json.schema',
  'store',
  'modalities',
  'web_search',
  'system.text',
  'verbosity',
  'tool.name',
  'tool.strict',
  'assistant.text',
  'call.name',
  'result.content',
]);

/** What one body says and the other does not: by field, with the value; what says no more than leaving it out does not count. */
export function addedFields(from: Read, to: Read): { readonly field: FieldName; readonly value: Json }[] {
  const names = Object.keys(to.places.fields) as FieldName[];
  return names.flatMap((field) => {
    const place = to.places.fields[field];
    if (FIELDS[field].way === 'back' || place.at === null || place.heard === true || place.required === true) return [];
    const found = holdersOf(field, to);
    if (found.length === 0 || [field, ...(OLDER[field] ?? [])].some((name) => holdersOf(name, from).length > 0))
      return [];
    const plain: readonly Json[] = FIELDS[field].plain ?? [];
    if (found.every(({ saying }) => saying.value === '' || plain.includes(saying.value))) return [];
    return [{ field, value: valueOfAll(found) }];
  });
}
