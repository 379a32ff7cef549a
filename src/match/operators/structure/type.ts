import type { Json } from '../../../json/json.ts';
import type { Operator } from '../../operator.ts';
import { hasJsonType, JSON_TYPES } from '../../schema/json-type.ts';

export const type: Operator = {
  name: '$type',
  operand: 'integer',
  meaning: 'values of this JSON type, or of one of a list of types',
  example: '$type: [integer, "null"]',
  shape: { anyOf: [{ enum: [...JSON_TYPES] }, { type: 'array', items: { enum: [...JSON_TYPES] }, minItems: 1 }] },
  check: (operand, { wrong }) => {
    const names: readonly Json[] = JSON_TYPES;
    const types = typesIn(operand);
    if (types.length === 0 || !types.every((one) => names.includes(one))) {
      wrong(`one of ${JSON_TYPES.join(', ')}, or a list of them`);
    }
  },
  accepts: (operand, actual) =>
    actual !== undefined && typesIn(operand).some((one) => typeof one === 'string' && hasJsonType(actual, one)),
  describe: (operand, { value }) =>
    `a value of type ${typesIn(operand)
      .map((one) => (typeof one === 'string' ? one : value(one)))
      .join(' or ')}`,
  *candidates(operand, schema, { ofSchema }) {
    yield* ofSchema(schema);
    for (const one of typesIn(operand)) yield* ofSchema({ type: one });
  },
  lenient: { allows: 'all-that-fits' },
};

function typesIn(operand: Json): readonly Json[] {
  return Array.isArray(operand) ? operand : [operand];
}
