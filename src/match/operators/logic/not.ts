import type { Operator } from '../../operator.ts';
import { lacksValue } from '../../reference.ts';

export const not: Operator = {
  name: '$not',
  operand: 'm',
  meaning: 'anything that is present and that `m` does not fit',
  example: '$not: { $contains: Lyon }',
  shape: {},
  check: (operand, { nested, path }) => nested(operand, path),
  // A reference to a value that no result has excludes nothing, so nothing can be said to differ from it.
  accepts: (operand, actual, { fits }) => actual !== undefined && !lacksValue(operand) && !fits(operand, actual),
  describe: (operand, { matcher }) => `anything but ${matcher(operand)}`,
  *candidates(_, schema, { ofSchema }) {
    yield* ofSchema(schema);
    yield* ofSchema(null);
  },
  isSearched: () => true,
  lenient: { allows: 'all-that-fits' },
};
