import { array, assert, constantFrom, integer, property, string } from '../../support/properties.ts';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { displayWidth, shortenEnd, shortenMiddle, wrap } from '../../../src/report/render/text-width.ts';

const TEXT = array(constantFrom('a', ' ', '北', '👩‍👩‍👧', 'é', '한', '-', '1'), { maxLength: 60 }).map((parts) =>
  parts.join(''),
);

test('wide characters take two columns', () => {
  expect([displayWidth('北京'), displayWidth('abc'), displayWidth('👩‍👩‍👧')]).toEqual([4, 3, 2]);
});

test.each([
  ['claude-sonnet-4-20250514', 17, 'claude-s…20250514'],
  ['gpt-4o', 17, 'gpt-4o'],
  ['通义千问-超大杯-2025', 12, '通义千…-2025'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%s in %i columns is %s', (text, width, short) => {
  expect(shortenMiddle(text, width)).toBe(short);
});

test('a cut at the end leaves the beginning', () => {
  expect([shortenEnd('北京今天', 5), shortenEnd('abc', 3), shortenEnd('abcd', 3)]).toEqual(['北京…', 'abc', 'ab…']);
});

test('shortened text is never too wide', () => {
  assert(
    property(TEXT, integer({ min: 0, max: 40 }), (text, width) => {
      expect(stringWidth(shortenMiddle(text, width))).toBeLessThanOrEqual(width);
      expect(stringWidth(shortenEnd(text, width))).toBeLessThanOrEqual(width);
    }),
    { numRuns: 1000 },
  );
});

test('wrapped lines fit and lose nothing but the spaces between them', () => {
  assert(
    property(TEXT, integer({ min: 8, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
    { numRuns: 1000 },
  );
});

test('words are kept whole where they fit', () => {
  expect(wrap('the city is wrong, and so is the unit', 12)).toEqual(['the city is', 'wrong, and', 'so is the', 'unit']);
  expect(wrap('', 20)).toEqual(['']);
});

test('any text can be wrapped', () => {
  assert(property(string({ unit: 'binary' }), (text) => void wrap(text, 20)));
});
