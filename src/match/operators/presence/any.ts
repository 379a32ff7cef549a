import type { Operator } from '../../operator.ts';

export const any: Operator = {
  name: '$any',
  operand: 'true',
  meaning: 'anything that is present',
  example: '$any: true',
  shape: { const: true },
  check: (operand, { wrong }) => {
    if (operand !== true) wrong('true');
  },
  accepts: (_, actual) => actual !== undefined,
  describe: () => 'anything',
  *candidates(_, schema, { ofSchema }) {
    yield* ofSchema(schema);
    yield* ofSchema(null);
  },
  lenient: { allows: 'all-that-fits' },
};
