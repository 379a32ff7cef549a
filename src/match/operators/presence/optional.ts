import type { Operator } from '../../operator.ts';

export const optional: Operator = {
  name: '$optional',
  operand: 'm',
  meaning: 'absent, or what `m` fits',
  example: '$optional: celsius',
  shape: {},
  check: (operand, { nested, path }) => nested(operand, path),
  walk: (operand, actual, path, out, { walk }) => actual === undefined || walk(operand, actual, path, out),
  describe: (operand, { matcher }) => `${matcher(operand)} or nothing`,
  candidates: (operand, schema, { candidates }) => candidates(operand, schema),
  parts: (operand, path) => [{ matcher: operand, path }],
  lenient: {
    allows: (operand, _, allows) => allows(operand),
    anyCase: (operand, anyCase) => anyCase(operand),
    names: (operand, _, names) => names(operand),
  },
};
