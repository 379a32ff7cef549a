import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { ExpectedCall, ToolDefinition } from '../../domain/scenario.ts';
import type { PlannedCall } from '../../domain/answer.ts';
import { exampleFor } from '../../match/examples/example.ts';
import { otherType, otherValues } from '../../match/examples/other-values.ts';
import { resolveSchema } from '../../match/schema/resolve.ts';
import { argumentSites, withValue, type ArgumentSite } from './argument-sites.ts';
import { allowsAnyCase, allowsOnPurpose, namesValue } from '../leniency.ts';
import type { Mutant } from './mutant.ts';

/** Arguments of one call with one fault. */
export type ArgumentMutant = Pick<Mutant, 'kind' | 'path' | 'deliberate' | 'meaning'> & {
  readonly arguments: JsonObject;
};

const MAX_SITES = 40;
const ADDED = 'unasked_argument';
const OUTSIDE = 'no_such_option';

/** The right arguments of a call, each time with one fault. None where the expectation allows any arguments. */
export function* argumentMutants(
  expected: ExpectedCall,
  right: PlannedCall,
  tool: ToolDefinition | undefined,
): Generator<ArgumentMutant> {
  const schema = tool?.parameters ? resolveSchema(tool.parameters) : null;
  const matcher = expected.accept === null ? expected.arguments : acceptedAsMatchers(expected.accept);
  if (matcher === null) return;
  const at = joinPath(expected.path, expected.accept === null ? 'arguments' : 'accept');
  let count = 0;
  for (const site of argumentSites(matcher, right.arguments, schema)) {
    count += 1;
    if (count > MAX_SITES) return;
    const path = site.keys.reduce<string>(joinPath, at);
    for (const change of changesOf(site, expected.accept !== null)) {
      const args = withValue(right.arguments, change.keys ?? site.keys, change.value);
      if (!isObject(args)) continue;
      const { kind, deliberate } = change;
      yield { kind, path, deliberate, arguments: args, meaning: `${expected.name}: ${change.meaning}` };
    }
  }
}

/**
 * The matchers that mean the same as the accepted values of `rules: bfcl`. `""` among them means that the parameter may be left
 * out.
 */
function acceptedAsMatchers(accept: NonNullable<ExpectedCall['accept']>): JsonObject {
  return Object.fromEntries(
    Object.entries(accept).map(([name, options]) => {
      const oneOf: Json = { $oneOf: options.filter((one) => one !== '').map((one): Json => ({ $literal: one })) };
      return [name, options.includes('') ? { $optional: oneOf } : oneOf];
    }),
  );
}

interface Change {
  readonly kind: Mutant['kind'];
  readonly keys?: readonly (string | number)[];
  readonly value: Json | undefined;
  readonly deliberate: boolean;
  readonly meaning: string;
}

/** Faults that can be put into one place of the right arguments. */
export function* changesOf(site: ArgumentSite, bfcl: boolean): Generator<Change> {
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

function* otherValueChanges(site: ArgumentSite, name: string): Generator<Change> {
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

function* additions(site: ArgumentSite): Generator<Change> {
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
