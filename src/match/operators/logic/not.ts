import type { Operator } from '../../operator.ts';
import { hasOpenReference, lacksValue } from '../../reference.ts';

export const not: Operator = {
  name: '$not',
  operand: 'm',
  meaning: 'anything that is present and that `m` does not fit',
  example: '$not: { $contains: Lyon }',
  shape: {},
  check: (operand, { nested, path }) => nested(operand, path),
  // Nothing can be said to differ from a value that no result has. Before a result is known, any value may differ from it.
  accepts: (operand, actual, { fits }) =>
    actual !== undefined && (hasOpenReference(operand) || (!lacksValue(operand) && !fits(operand, actual))),
  describe: (operand, { matcher }) => `anything but ${matcher(operand)}`,
  *candidates(_, schema, { ofSchema }) {
    yield* ofSchema(schema);
    yield* ofSchema(null);
  },
  isSearched: () => true,
  lenient: { allows: 'all-that-fits' },
};
