import type { Operator } from '../../operator.ts';
import { dateSpellings } from '../../time/date-spellings.ts';
import { readDay } from '../../time/read-day.ts';

export const date: Operator = {
  name: '$date',
  operand: '"2026-11-23"',
  meaning: 'any unambiguous spelling of that day',
  example: '$date: "2026-11-23"',
  shape: { type: 'string', format: 'date' },
  check: (operand, { wrong }) => {
    const isDay = typeof operand === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(operand) && readDay(operand) === operand;
    if (!isDay) wrong('a day written YYYY-MM-DD');
  },
  accepts: (operand, actual) =>
    typeof operand === 'string' && typeof actual === 'string' && readDay(actual) === operand,
  describe: (operand, { value }) => `the day ${typeof operand === 'string' ? operand : value(operand)}`,
  *candidates(operand, schema, { ofSchema }) {
    if (typeof operand === 'string') yield* dateSpellings(operand);
    yield* ofSchema(schema);
  },
  lenient: { allows: 'all-that-fits', anyCase: () => true },
};
