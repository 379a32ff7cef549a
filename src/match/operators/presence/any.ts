import { schemaExamples } from '../../examples/schema-example.ts';
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
  *candidates(_, schema) {
    yield* schemaExamples(schema);
    yield* schemaExamples(null);
  },
  lenient: { allows: 'all-that-fits' },
};
