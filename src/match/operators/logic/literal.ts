import { deepEqual } from '../../../json/json.ts';
import type { Operator } from '../../operator.ts';

export const literal: Operator = {
  name: '$literal',
  operand: 'x',
  meaning: 'exactly `x`, even if it has keys with `$`',
  example: '$literal: { $set: { name: Ada } }',
  shape: {},
  check: () => undefined,
  accepts: (operand, actual) => deepEqual(operand, actual),
  describe: (operand, { value }) => value(operand),
  *candidates(operand, schema, { ofSchema }) {
    yield operand;
    if (typeof operand === 'number') yield Math.round(operand);
    yield* ofSchema(schema);
  },
  isSearched: () => false,
  lenient: { allows: () => false, names: (operand, value) => deepEqual(operand, value) },
};
