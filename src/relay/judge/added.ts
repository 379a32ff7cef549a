import type { Json } from '../../json/json.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { holdersOf, valueOfAll, type PlacedBody } from './judge-sent.ts';

/**
 * Fields with the deprecated chat fields (`functions`, `function_call`) of the same meaning. A gateway that writes `tools` for
 * `functions` adds no tool.
 */
const OLDER: { readonly [name in FieldName]?: readonly FieldName[] } = {
  'tool.name': ['functions'],
  'tool.description': ['functions'],
  choice: ['functions.choice'],
};

/** Fields that change the meaning of a request where the gateway adds them. */
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

/** Fields of `to` that `from` does not have, with their values. A value in `plain` means the same as no field, so it does not count. */
export function addedFields(from: PlacedBody, to: PlacedBody): { readonly field: FieldName; readonly value: Json }[] {
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
