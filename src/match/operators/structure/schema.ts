import { isObject } from '../../../json/json.ts';
import type { Operator } from '../../operator.ts';
import { resolveSchema } from '../../schema/resolve.ts';

export const schema: Operator = {
  name: '$schema',
  operand: '{…}',
  meaning: 'values that are valid against this JSON Schema',
  example: '$schema: { type: string, minLength: 3 }',
  shape: { type: ['object', 'boolean'] },
  check: (operand, { report, wrong, path, schemaDefects }) => {
    if (typeof operand === 'boolean') return;
    if (!isObject(operand)) {
      wrong('a JSON Schema');
      return;
    }
    for (const defect of schemaDefects(operand)) {
      report('bad-operand', defect.message, defect.path === '' ? path : `${path}.${defect.path}`);
    }
  },
  accepts: (operand, actual, { fitsSchema }) => actual !== undefined && fitsSchema(operand, actual),
  describe: (operand, { value }) => `a value valid against ${value(operand)}`,
  *candidates(operand, own, { ofSchema }) {
    if (isObject(operand)) yield* ofSchema(resolveSchema(operand));
    yield* ofSchema(own);
  },
  isSearched: () => true,
  lenient: { allows: 'all-that-fits' },
};
