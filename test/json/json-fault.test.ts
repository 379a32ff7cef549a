import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { findJsonFault } from '../../src/json/json-fault.ts';
import { mayRepeatKeys } from '../../src/json/measure.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('what JSON.stringify writes has no fault, compact or indented', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t', '  '), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(findJsonFault(text)).toBeNull();
      expect(mayRepeatKeys(text, JSON.parse(text)) && findJsonFault(text) !== null).toBe(false);
    }),
  );
});

test('a damaged text has a fault exactly when JSON.parse refuses it', () => {
  const damage = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 3 }),
    put: fc.constantFrom('', ',', '"', '{', ']', ':', '0', '-', '.5', 'e', '\\', '\n', 'tru', '//', '\u2028', '\u0001'),
  });
  fc.assert(
    fc.property(fc.jsonValue(), damage, (value, { at, cut, put }) => {
      const text = JSON.stringify(value);
      const place = at % (text.length + 1);
      const damaged = text.slice(0, place) + put + text.slice(place + cut);
      const fault = findJsonFault(damaged);
      expect(fault === null || fault.code === 'duplicate-key').toBe(parses(damaged));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['{"a":1,"a":2}', 7],
  ['{"x":[{"b":{}, "\\u0062" : 1}]}', 15],
  ['{"a":": \\": ","a":2}', 14],
])('a repeated key is found where it stands the second time: %s', (text, offset) => {
  expect(mayRepeatKeys(text, JSON.parse(text))).toBe(true);
  expect(findJsonFault(text)).toMatchObject({ code: 'duplicate-key', offset });
});

test.each([
  ['{"a":1', 6, 'Expected "," or "}", found the end of the file.'],
  ['[1 2]', 3, 'Expected "," or "]", found 2.'],
  ['[1,]', 2, 'A comma stands before "]": leave it out.'],
  ['{a:1}', 1, 'Expected a value, found a:1}.'],
  ['{"a" 1}', 5, 'Expected ":" after the key, found 1.'],
  ['{"a":}', 5, 'Expected a value, found }.'],
  ['[1] x', 4, 'Expected a value, found x.'],
  ['[1] 2', 4, 'Expected the end of the file, found 2.'],
  ['["a\nb"]', 1, 'A string is not closed, or holds a line break or a bad escape.'],
  ['[01]', 1, 'Expected a value, found 01].'],
])('%j', (text, offset, message) => {
  expect(findJsonFault(text)).toEqual({ offset, message, code: 'syntax' });
});
