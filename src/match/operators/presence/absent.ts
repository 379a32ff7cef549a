import type { Operator } from '../../operator.ts';

export const absent: Operator = {
  name: '$absent',
  operand: 'true',
  meaning: 'nothing: the key must not be there',
  example: '$absent: true',
  shape: { const: true },
  check: (operand, { wrong }) => {
    if (operand !== true) wrong('true');
  },
  accepts: (_, actual) => actual === undefined,
  describe: () => 'nothing',
  candidates: () => [],
  parts: () => [],
  lenient: { allows: 'all-that-fits' },
};
