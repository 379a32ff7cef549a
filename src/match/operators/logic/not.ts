import type { Operator } from '../../operator.ts';

export const not: Operator = {
  name: '$not',
  operand: 'm',
  meaning: 'anything that is present and that `m` does not fit',
  example: '$not: { $contains: Lyon }',
  shape: {},
  check: (operand, { nested, path }) => nested(operand, path),
  accepts: (operand, actual, { fits }) => actual !== undefined && !fits(operand, actual),
  describe: (operand, { matcher }) => `anything but ${matcher(operand)}`,
  *candidates(_, schema, { ofSchema }) {
    yield* ofSchema(schema);
    yield* ofSchema(null);
  },
  isSearched: () => true,
  lenient: { allows: 'all-that-fits' },
};
