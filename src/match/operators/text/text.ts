import type { Operator } from '../../operator.ts';
import { evenText } from '../../text/even-text.ts';

export const text: Operator = {
  name: '$text',
  operand: '"…"',
  meaning: 'text that is equal once case, spacing and punctuation are evened out',
  example: '$text: "New York, NY"',
  shape: { type: 'string' },
  check: (operand, { wrong }) => {
    if (typeof operand !== 'string') wrong('a text');
  },
  accepts: (operand, actual) =>
    typeof operand === 'string' && typeof actual === 'string' && evenText(operand) === evenText(actual),
  describe: (operand, { value }) => `text like ${value(operand)}`,
  *candidates(operand, schema, { ofSchema }) {
    yield operand;
    yield* ofSchema(schema);
  },
  lenient: { allows: 'all-that-fits', anyCase: () => true },
};
