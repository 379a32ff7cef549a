import { joinPath } from '../../../json/json.ts';
import { matchRows } from '../../assignment.ts';
import type { Operator } from '../../operator.ts';

export const unordered: Operator = {
  name: '$unordered',
  operand: '[m, n]',
  meaning: 'lists with these elements, in any order',
  example: '$unordered: [red, { $text: dark blue }]',
  shape: { type: 'array' },
  check: (operand, { wrong, nested, path }) => {
    if (Array.isArray(operand)) nested(operand, path);
    else wrong('a list of values or matchers');
  },
  /** Uses a maximum matching, so that the order of a list does not matter. */
  walk(operand, actual, path, out, { fits }, matcher) {
    const expected = Array.isArray(operand) ? operand : [];
    const miss = (detail: string): false => {
      out?.push({ path, expected: matcher, actual: actual ?? null, detail: actual === undefined ? 'missing' : detail });
      return false;
    };
    if (!Array.isArray(actual)) return miss('$unordered');
    if (actual.length !== expected.length) return miss('length');
    const { size, columnOf } = matchRows(expected.length, actual.length, (row, column) =>
      fits(expected[row], actual[column]),
    );
    if (size === expected.length) return true;
    if (out === null) return false;
    const taken = new Set(columnOf);
    const left = actual.keys().filter((column) => !taken.has(column));
    for (const [row, column] of columnOf.entries()) {
      if (column !== -1) continue;
      const at = left.next().value ?? 0;
      out.push({
        path: joinPath(path, at),
        expected: expected[row] ?? null,
        actual: actual[at] ?? null,
        detail: '$unordered',
      });
    }
    return false;
  },
  describe: (operand, { list }) => `in any order [${list(operand)}]`,
  candidates: (operand, schema, { candidates }) => candidates(operand, schema),
  lenient: { allows: 'all-that-fits' },
};
