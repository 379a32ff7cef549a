import { asList, deepEqual, joinPath } from '../../../json/json.ts';
import type { Operator } from '../../operator.ts';

export const oneOf: Operator = {
  name: '$oneOf',
  operand: '[m, n]',
  meaning: 'what one of these matchers or values fits',
  example: '$oneOf: [Berlin, { $text: "berlin, de" }]',
  shape: { type: 'array', minItems: 1 },
  check: (operand, { wrong, nested, path }) => {
    if (!Array.isArray(operand) || operand.length === 0) wrong('a list with at least one value or matcher');
    else nested(operand, path);
  },
  accepts: (operand, actual, { fits }) => asList(operand).some((one) => fits(one, actual)),
  describe: (operand, { list }) => `one of ${list(operand)}`,
  *candidates(operand, schema, { candidates }) {
    for (const option of asList(operand)) yield* candidates(option, schema);
  },
  parts: (operand, path) => asList(operand).map((matcher, i) => ({ matcher, path: joinPath(path, i) })),
  lenient: {
    allows: (operand, value, allows) => asList(operand).some((one) => deepEqual(one, value) || allows(one)),
    anyCase: (operand, anyCase) => asList(operand).some(anyCase),
    names: (operand, _, names) => asList(operand).some(names),
  },
};
