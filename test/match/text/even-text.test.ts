import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { containsText } from '../../../src/match/text/contains-text.ts';
import { evenText } from '../../../src/match/text/even-text.ts';

test.each([
  ['Hello, World!', 'hello world'],
  ['New  York\t', 'new-york'],
  ['你好，世界！', '你好,世界!'],
  ['北京 天气', '北京天气'],
  ['GPT-4 模型', 'gpt-4模型'],
  ['AT & T', 'at&t'],
  ['total >= 10', 'TOTAL>=10'],
  ['Well done!!', 'well done'],
  ['“Stop!”, he said', 'stop he said'],
  ['50 %', '50%'],
  ['Bonjour !', 'bonjour'],
  ['a < -5', 'a<-5'],
  ['ＦＵＬＬ　ｗｉｄｔｈ', 'full width'],
  ['STRASSE', 'Straße'],
  ['ΟΔΟΣ', 'οδος'],
  ['Café', 'cafe\u0301'],
  ['“quoted”', '"quoted"'],
  ['a 5.', 'A 5'],
  ['2020–2021', '2020-2021'],
  ['١٢', '12'],
  ['', ' ! '],
])('%j is like %j', (a, b) => {
  expect(evenText(a)).toBe(evenText(b));
});

test.each([
  ['1.5', '15'],
  ['1.5', '1 5'],
  ['1,000', '1000'],
  ['10:30', '1030'],
  ['-5', '5'],
  ['x -5', 'x 5'],
  ['/etc/passwd', 'etcpasswd'],
  ['C#', 'C'],
  ['C++', 'C'],
  ['5%', '5'],
  ['new york', 'newyork'],
  ['2026-11-23', '20261123'],
  ['$5', '5'],
  ['北京', '南京'],
])('%j is not like %j', (a, b) => {
  expect(evenText(a)).not.toBe(evenText(b));
});

test('evening a text twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const even = evenText(text);
      expect(evenText(even)).toBe(even);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['It is 22°C', '22'],
  ['22', '22'],
  ['北京今天22度', '22'],
  ['between 20-22 degrees', '22'],
  ['22, 23 and 24', '22'],
  ['It is 22.', '22'],
  ['２２度', '22'],
  ['below −5 now', '-5'],
  ['2022 and 22', '22'],
  ['cafe\u0301', 'café'],
  ['GPT-4o says hi', 'GPT-4o'],
  ['3.50 USD', '3.50'],
])('%j contains %j', (text, part) => {
  expect(containsText(text, part)).toBe(true);
});

test.each([
  ['a != 1', 'a = 1'],
  ['!done', 'done'],
  ['x == y', 'x = y'],
  ['a && !b', 'a && b'],
  ['not !(a)', 'not (a)'],
  ['5!', '5'],
  ['a | b', 'a b'],
  ['~5', '5'],
  ['a < -5', 'a < 5'],
  ['a=-5', 'a=5'],
  ['SELECT *, a', 'SELECT a'],
  ['1.5', '15'],
  ['1,5', '1 5'],
])('%j is not like %j: operators and the separators inside numbers stay', (a, b) => {
  expect(evenText(a)).not.toBe(evenText(b));
});

test('a long run of signs is read in one pass', () => {
  expect(evenText(`a${'!'.repeat(200_000)}b`)).toContain('b');
  expect(evenText(`x${'\u0323'.repeat(200_000)}!`)).toContain('x');
});

test.each([
  ['2022', '22'],
  ['222', '22'],
  ['22.5', '22'],
  ['3.22', '22'],
  ['1,22', '22'],
  ['22,000', '22'],
  ['-22', '22'],
  ['it is −22', '22'],
  ['(-22)', '22'],
  ['3-5', '-5'],
  ['雨', '雨伞'],
  ['Paris', 'paris'],
])('%j does not contain %j', (text, part) => {
  expect(containsText(text, part)).toBe(false);
});
