import { deepEqual } from '../../../json/json.ts';
import type { Operator } from '../../operator.ts';
import { fitsValues, parseReference, resolvedReference } from '../../reference.ts';

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
    const resolved = resolvedReference(operand);
    return resolved === null || fitsValues(resolved, (value) => deepEqual(value, actual));
  },
  describe: (operand, { value }) => {
    const resolved = resolvedReference(operand);
    if (resolved === null) return `the result ${typeof operand === 'string' ? operand : value(operand)}`;
    const { reference, values } = resolved;
    if (values.length === 0) return `the result ${reference}, but there is no such value`;
    return `${values.map((one) => value(one)).join(' or ')} (the result ${reference})`;
  },
  *candidates(operand, schema, { ofSchema }) {
    yield* resolvedReference(operand)?.values ?? [];
    yield* ofSchema(schema);
  },
  isSearched: () => false,
  lenient: { allows: () => false },
};
