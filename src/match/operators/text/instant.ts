import type { Operator } from '../../operator.ts';
import { readInstant } from '../../time/read-instant.ts';

export const instant: Operator = {
  name: '$instant',
  operand: '"2026-11-23T09:00:00+01:00"',
  meaning: 'a time with its zone that is the same moment, in whichever zone',
  example: '$instant: "2026-11-23T09:00:00+01:00"',
  shape: { type: 'string', format: 'date-time' },
  check: (operand, { wrong }) => {
    if (typeof operand !== 'string' || readInstant(operand) === null) {
      wrong('a day and a time with its zone, such as 2026-11-23T09:00:00+01:00');
    }
  },
  accepts: (operand, actual) => {
    const wanted = typeof operand === 'string' ? readInstant(operand) : null;
    return wanted !== null && typeof actual === 'string' && readInstant(actual) === wanted;
  },
  describe: (operand, { value }) => `the moment ${typeof operand === 'string' ? operand : value(operand)}`,
  *candidates(operand, schema, { ofSchema }) {
    if (typeof operand === 'string') {
      yield operand;
      const moment = readInstant(operand);
      if (moment !== null) yield new Date(Number(moment) * 1000).toISOString().replace('.000Z', 'Z');
    }
    yield* ofSchema(schema);
  },
  lenient: { allows: 'all-that-fits', anyCase: () => true },
};
