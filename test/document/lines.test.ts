import * as fc from '../support/properties.ts';
import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { findLines } from '../../src/document/lines.ts';
import { pathText } from '../../src/document/place.ts';
import type { Segment } from '../../src/json/path.ts';

const TEXT = `# comment
id: a
tools:
  - name: f            # 4
    parameters: { type: object,
      required: [x] }  # 6
  - &g
    name: g            # 8
    "odd key": |
      text

other: *g
`;

test.each<[readonly Segment[], number]>([
  [[], 2],
  [['id'], 2],
  [['tools'], 3],
  [['tools', 0], 4],
  [['tools', 0, 'parameters', 'type'], 5],
  [['tools', 0, 'parameters', 'required', 0], 6],
  [['tools', 1, 'name'], 8],
  [['tools', 1, 'odd key'], 9],
  [['other'], 12],
  [['other', 'name'], 12],
  [['tools', 0, 'missing', 'deeper'], 4],
  [['tools', 9], 3],
])('%j stands in line %i', (path, line) => {
  expect(findLines(TEXT, [path])).toEqual([line]);
});

test('lines are found in JSON, with tabs, escapes and long lines', () => {
  const text = '{\n\t"a\\n\\u0062": [\n\t\t1,\n\t\t{ "c": "x\\"y" }\n\t]\n}';
  expect(findLines(text, [['a\nb'], ['a\nb', 1], ['a\nb', 1, 'c'], []])).toEqual([2, 4, 4, 1]);
});

test('nothing is said of the lines of a text that cannot be parsed', () => {
  expect(findLines('a: [', [['a'], []])).toEqual([null, null]);
});

const key = fc.oneof(fc.string({ minLength: 1, maxLength: 6 }), fc.constantFrom('a', 'b', '10', 'ключ', '__proto__'));
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 4 }),
  ),
}));

/** Every path of a value with the line it has when each item of the JSON text stands on a line of its own. */
function linesByPath(value: unknown): Map<string, { path: Segment[]; line: number }> {
  const found = new Map<string, { path: Segment[]; line: number }>();
  let line = 1;
  const visit = (item: unknown, path: Segment[]): void => {
    found.set(pathText(path), { path, line });
    if (typeof item !== 'object' || item === null || Object.keys(item).length === 0) return;
    for (const [name, child] of Object.entries(item)) {
      line += 1;
      visit(child, [...path, Array.isArray(item) ? Number(name) : name]);
    }
    line += 1;
  };
  visit(value, []);
  return found;
}

test('in an indented JSON text every path has the line it is printed on', () => {
  fc.assert(
    fc.property(tree.node, (value) => {
      const wanted = [...linesByPath(value).values()];
      const lines = findLines(
        JSON.stringify(value, null, 1),
        wanted.map(({ path }) => path),
      );
      expect(lines).toEqual(wanted.map(({ line }) => line));
    }),
  );
});

test('in a YAML text every key is found on a line that holds it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{3,8}$/), tree.node, { minKeys: 1, maxKeys: 5 }), (value) => {
      const text = dump(value);
      const names = Object.keys(value);
      const lines = findLines(
        text,
        names.map((name) => [name]),
      );
      const texts = text.split('\n');
      expect(lines.map((line) => texts[(line ?? 0) - 1]?.split(':')[0]?.replaceAll(/['"]/g, ''))).toEqual(names);
    }),
  );
});
