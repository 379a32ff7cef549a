import type { Json, JsonObject } from '../../../json/json.ts';
import type { Operator } from '../../operator.ts';

export const range: Operator = {
  name: '$range',
  operand: '[min, max]',
  meaning: 'numbers between the two, both included',
  example: '$range: [1, 5]',
  shape: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
  check: (operand, { report, wrong }) => {
    const bounds = boundsOf(operand);
    if (bounds === null) wrong('[min, max], two numbers');
    else if (bounds.min > bounds.max) {
      report('empty-range', `no number is from ${bounds.min} to ${bounds.max}; write the smaller one first`);
    }
  },
  accepts: (operand, actual) => {
    const bounds = boundsOf(operand);
    return bounds !== null && typeof actual === 'number' && actual >= bounds.min && actual <= bounds.max;
  },
  describe: (operand, { value }) =>
    Array.isArray(operand) ? `a number from ${operand.map((one) => value(one)).join(' to ')}` : value(operand),
  *candidates(operand, schema, { ofSchema }) {
    const bounds = boundsOf(operand);
    if (bounds !== null) yield* inside(bounds, schema);
    yield* ofSchema(schema);
  },
  conflict: (operand, schema) => {
    const bounds = boundsOf(operand);
    return bounds === null ? null : conflictOf(operand, bounds, schema);
  },
  lenient: { allows: 'all-that-fits' },
};

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function boundsOf(operand: Json): Bounds | null {
  if (!Array.isArray(operand) || operand.length !== 2) return null;
  const [min, max] = operand;
  return typeof min === 'number' && typeof max === 'number' ? { min, max } : null;
}

function* inside({ min, max }: Bounds, schema: JsonObject | null): Generator<number> {
  const factor = typeof schema?.['multipleOf'] === 'number' ? schema['multipleOf'] : 1;
  yield* [min, Math.ceil(min), max, (min + max) / 2, Math.round((min + max) / 2), Math.ceil(min / factor) * factor];
  // For a schema that excludes its own bounds: the numbers just inside.
  yield* [Math.floor(min) + 1, Math.ceil(max) - 1, Math.ceil(min / factor + 1) * factor];
}

function conflictOf(operand: Json, { min, max }: Bounds, schema: JsonObject | null): string | null {
  const written = JSON.stringify(operand);
  if (min > max) return `The range ${written} is empty: its first number is the greater one. Turn them round.`;
  const least = schema?.['minimum'];
  const most = schema?.['maximum'];
  if (typeof least === 'number' && max < least) {
    return `The range ${written} lies below the schema's minimum of ${least}, so that no call can be right.`;
  }
  if (typeof most === 'number' && min > most) {
    return `The range ${written} lies above the schema's maximum of ${most}, so that no call can be right.`;
  }
  if (schema?.['type'] === 'integer' && Math.ceil(min) > Math.floor(max)) {
    return `The range ${written} holds no whole number, and the schema wants an integer.`;
  }
  return null;
}
