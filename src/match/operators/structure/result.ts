import { deepEqual, isObject, type Json } from '../../../json/json.ts';
import type { Operator } from '../../operator.ts';
import { parseReference, type ResolvedReference } from '../../reference.ts';

/** The operand in a scenario is the text of a reference. Scoring replaces it with a `ResolvedReference`. */
export const result: Operator = {
  name: '$result',
  operand: 'id.path',
  meaning: 'the value at that path in the result of the expected call with this `id`',
  example: '$result: lookup.customer_id',
  shape: { type: 'string' },
  check: (operand, { wrong }) => {
    if (parseReference(operand) === null)
      wrong('the id of an expected call and a path into its result, such as lookup.customer_id');
  },
  accepts: (operand, actual) => {
    if (actual === undefined) return false;
    // Before a result is known, as in `check`, any value fits.
    const resolved = resolvedIn(operand);
    return resolved === null || resolved.values.some((value) => deepEqual(value, actual));
  },
  describe: (operand, { value }) => {
    const resolved = resolvedIn(operand);
    if (resolved === null) return `the result ${typeof operand === 'string' ? operand : value(operand)}`;
    const { reference, values } = resolved;
    if (values.length === 0) return `the result ${reference}, but there is no such value`;
    return `${values.map((one) => value(one)).join(' or ')} (the result ${reference})`;
  },
  *candidates(operand, schema, { ofSchema }) {
    yield* resolvedIn(operand)?.values ?? [];
    yield* ofSchema(schema);
  },
  isSearched: () => false,
  lenient: { allows: () => false },
};

function resolvedIn(operand: Json): ResolvedReference | null {
  if (!isObject(operand)) return null;
  const { reference, values } = operand;
  return typeof reference === 'string' && Array.isArray(values) ? { reference, values } : null;
}
