import { isObject } from '../../../json/json.ts';
import { schemaExamples } from '../../examples/schema-example.ts';
import type { Operator } from '../../operator.ts';
import { resolveSchema } from '../../schema/resolve.ts';
import { fitsSchema, schemaDefects } from '../../schema/schema.ts';

export const schema: Operator = {
  name: '$schema',
  operand: '{…}',
  meaning: 'values that are valid against this JSON Schema',
  example: '$schema: { type: string, minLength: 3 }',
  shape: { type: ['object', 'boolean'] },
  check: (operand, { report, wrong, path }) => {
    if (typeof operand === 'boolean') return;
    if (!isObject(operand)) {
      wrong('a JSON Schema');
      return;
    }
    for (const defect of schemaDefects(operand)) {
      report('bad-operand', defect.message, defect.path === '' ? path : `${path}.${defect.path}`);
    }
  },
  accepts: (operand, actual) => actual !== undefined && fitsSchema(operand, actual),
  describe: (operand, { value }) => `a value valid against ${value(operand)}`,
  *candidates(operand, own) {
    if (isObject(operand)) yield* schemaExamples(resolveSchema(operand));
    yield* schemaExamples(own);
  },
  isSearched: () => true,
  lenient: { allows: 'all-that-fits' },
};
