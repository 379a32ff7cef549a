import type { Json } from '../../../json/json.ts';
import type { Modifier, Operator } from '../../operator.ts';

const tolerance: Modifier = {
  name: '$tolerance',
  meaning: 'how far `$approx` may be off, as an absolute difference',
  check: (value) =>
    typeof value === 'number' && value >= 0
      ? null
      : { code: 'bad-operand', message: `expected a number from 0 on, found ${JSON.stringify(value)}` },
};

export const approx: Operator = {
  name: '$approx',
  operand: '3.14',
  meaning: 'numbers this close (`$tolerance`; without it, what rounding makes of the number)',
  example: '{ $approx: 3.14, $tolerance: 0.01 }',
  shape: { type: 'number' },
  modifiers: [tolerance],
  check: (operand, { wrong }) => {
    if (typeof operand !== 'number') wrong('a number');
  },
  accepts: (operand, actual, _, matcher) => isClose(operand, actual, matcher['$tolerance']),
  describe: (operand, { value }, matcher) => {
    const allowed = matcher['$tolerance'];
    return `about ${value(operand)}${allowed === undefined ? '' : ` (±${value(allowed)})`}`;
  },
  *candidates(operand, schema, { ofSchema }) {
    yield operand;
    if (typeof operand === 'number') yield Math.round(operand);
    yield* ofSchema(schema);
  },
  lenient: { allows: 'all-that-fits' },
};

function isClose(expected: Json, actual: Json | undefined, tolerance: Json | undefined): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number') return false;
  const allowed = typeof tolerance === 'number' ? tolerance : 1e-9 * Math.max(1, Math.abs(expected));
  // The bound is inclusive: 0.4 is within 0.1 of 0.3, though their difference is written 0.10000000000000003.
  const rounding = Number.EPSILON * Math.max(Math.abs(expected), Math.abs(actual));
  return Math.abs(actual - expected) <= allowed + rounding;
}
