import { isObject, joinPath, type Json } from '../../../json/json.ts';
import { exampleFor } from '../../../match/examples/example.ts';
import { otherType, otherValues } from '../../../match/examples/other-values.ts';
import { allowsAnyCase, allowsOnPurpose, namesValue } from '../../leniency.ts';
import type { ArgumentSite } from '../argument-sites.ts';
import type { Change, Mutation } from '../mutation.ts';

type Kind = 'argument-removed' | 'value-changed' | 'type-changed' | 'case-changed' | 'enum-outside' | 'argument-added';

/** An argument, or a part of one, that is missing, wrong or too much. */
export const valueMutation: Mutation<Kind> = {
  kinds: {
    'argument-removed': 'An argument is left out.',
    'value-changed': 'An argument has another value.',
    'type-changed': 'An argument has another JSON type.',
    'case-changed': 'An argument is in another case.',
    'enum-outside': 'An argument is none of the values that its `enum` lists.',
    'argument-added': 'An argument is added that nobody asked for.',
  },
  ofValue,
};

const ADDED = 'unasked_argument';
const OUTSIDE = 'no_such_option';

function* ofValue(site: ArgumentSite, bfcl: boolean): Generator<Change<Kind>> {
  const name = `\`${site.name}\``;
  if (typeof site.keys.at(-1) === 'string') {
    yield { kind: 'argument-removed', value: undefined, deliberate: site.optional, meaning: `${name} may be left out` };
  }
  if (site.container) {
    yield* additions(site);
    return;
  }
  yield* otherValueChanges(site, name);
  const typed = otherType(site.value, site.schema);
  if (typed !== undefined) {
    const deliberate = allowsOnPurpose(site.matcher, typed) || namesValue(site.matcher, typed);
    yield {
      kind: 'type-changed',
      value: typed,
      deliberate,
      meaning: `${name} may be of another type, such as ${JSON.stringify(typed)}`,
    };
  }
  if (typeof site.value === 'string' && swapCase(site.value) !== site.value) {
    const value = swapCase(site.value);
    const deliberate = bfcl || allowsAnyCase(site.matcher) || allowsOnPurpose(site.matcher, value);
    yield {
      kind: 'case-changed',
      value,
      deliberate,
      meaning: `${name} may be in another case, such as ${JSON.stringify(value)}`,
    };
  }
  const options = site.schema?.['enum'];
  if (Array.isArray(options)) {
    const value: Json = options.every((option) => typeof option === 'number') ? 987_654 : OUTSIDE;
    yield { kind: 'enum-outside', value, deliberate: false, meaning: `${name} may be outside its \`enum\`` };
  }
}

function* otherValueChanges(site: ArgumentSite, name: string): Generator<Change<Kind>> {
  const limit = Array.isArray(site.schema?.['enum']) ? 4 : 2;
  let made = 0;
  let allowed: Json | undefined;
  for (const value of otherValues(site.value, site.schema)) {
    if (namesValue(site.matcher, value)) continue;
    if (allowsOnPurpose(site.matcher, value)) {
      allowed ??= value;
      continue;
    }
    yield { kind: 'value-changed', value, deliberate: false, meaning: `${name} may be ${JSON.stringify(value)}` };
    made += 1;
    if (made >= limit) return;
  }
  if (made > 0 || allowed === undefined) return;
  yield { kind: 'value-changed', value: allowed, deliberate: true, meaning: `${name} may be anything` };
}

function* additions(site: ArgumentSite): Generator<Change<Kind>> {
  const where = site.name === '' ? '' : ` in \`${site.name}\``;
  const right = isObject(site.value) ? site.value : {};
  const meaning = `arguments that nobody asked for are allowed${where}`;
  yield { kind: 'argument-added', keys: [...site.keys, ADDED], value: 'unasked', deliberate: site.open, meaning };
  const properties = site.schema?.['properties'];
  if (!isObject(properties)) return;
  const given = isObject(site.matcher) ? site.matcher : {};
  const unasked = Object.keys(properties).find((key) => !Object.hasOwn(right, key) && !Object.hasOwn(given, key));
  if (unasked === undefined) return;
  const own = properties[unasked];
  const example = exampleFor({ $any: true }, isObject(own) ? own : null);
  if (!example.ok) return;
  const added = `\`${[...site.keys, unasked].reduce<string>(joinPath, '')}\` may be given though nobody asked for it`;
  yield {
    kind: 'argument-added',
    keys: [...site.keys, unasked],
    value: example.value,
    deliberate: site.open,
    meaning: added,
  };
}

function swapCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}
