import { expect, test } from 'vitest';
import {
  count,
  counted,
  passingTime,
  perSecond,
  price,
  timeInWords,
  writtenPercent,
  duration,
  pValue,
  percent,
  percentInterval,
  points,
  pointsInterval,
  scoreNumber,
  usd,
} from '../../src/text/numbers.ts';

test.each([
  [1, '100%'],
  [0, '0%'],
  [0.9999, '99.9%'],
  [0.00001, '0.1%'],
  [0.9119, '91.2%'],
  [0.5, '50.0%'],
  [null, '–'],
])('a rate of %s is %s: no end is shown that was not reached', (rate, text) => {
  expect(percent(rate)).toBe(text);
});

test.each([
  [1, '1.00'],
  [0, '0.00'],
  [0.999, '0.99'],
  [0.001, '0.01'],
  [0.666, '0.67'],
  [undefined, '–'],
  [null, '–'],
])('a score of %s is %s', (value, text) => {
  expect(scoreNumber(value)).toBe(text);
});

test.each<[readonly [number, number] | null, string, string]>([
  [[0.722, 1], '[72–100]', '[72.2–100.0]'],
  [[0.9123, 0.9287], '[91–93]', '[91.2–92.9]'],
  [null, '', ''],
])('an interval of %s is %s, or %s', (interval, text, finer) => {
  expect([percentInterval(interval, 0), percentInterval(interval, 1)]).toEqual([text, finer]);
});

test.each([
  [0.031, '+3.1'],
  [-0.2, '−20.0'],
  [0, '0.0'],
  [-0.0001, '0.0'],
  [null, '–'],
])('a difference of %s is %s points', (difference, text) => {
  expect(points(difference)).toBe(text);
});

test('an interval of a difference keeps both signs', () => {
  expect(pointsInterval([-0.012, 0.05])).toBe('[−1.2, +5.0]');
});

test.each([
  [850.4, '850ms'],
  [2400, '2.4s'],
  [95_000, '1m35s'],
  [59_999, '60.0s'],
  [119_700, '2m00s'],
  [0, '0ms'],
  [null, '–'],
])('%s milliseconds are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [0, '$0'],
  [0.0123, '$0.012'],
  [0.00000123, '$0.0000012'],
  [0.999, '$1.00'],
  [12.3, '$12.30'],
  [1234.5, '$1,235'],
  [null, '–'],
])('%s dollars are %s', (value, text) => {
  expect(usd(value)).toBe(text);
});

test('small p-values are not rounded to nothing', () => {
  expect([pValue(0.03125), pValue(0.0004), pValue(0), pValue(1), pValue(null)]).toEqual([
    '0.031',
    '<0.001',
    '<0.001',
    '1.000',
    '–',
  ]);
});

test('counts are grouped and agree with their noun', () => {
  expect([count(13_075), counted(1, 'trial'), counted(0, 'trial'), counted(2, 'entry', 'entries')]).toEqual([
    '13,075',
    '1 trial',
    '0 trials',
    '2 entries',
  ]);
});

test.each([
  [0.9, '90'],
  [0.025, '2.5'],
  [0.0333, '3.33'],
  [0.07, '7'],
  [1, '100'],
])('a share of %d is written as %s%%', (share, text) => {
  expect(writtenPercent(share)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1 s'],
  [1549, '1.5 s'],
  [120_000, '120 s'],
])('%d ms is %s in a sentence', (ms, text) => {
  expect(timeInWords(ms)).toBe(text);
});

test.each([
  [8.4, '8 s'],
  [89, '89 s'],
  [90, '2 min'],
  [5400, '1.5 h'],
])('%d seconds pass as %s', (seconds, text) => {
  expect(passingTime(seconds)).toBe(text);
});

test.each([
  [2.5, '2.50'],
  [10, '10.00'],
  [0.075, '0.075'],
  [undefined, '–'],
])('a price of %d is %s', (usdPerMillion, text) => {
  expect(price(usdPerMillion)).toBe(text);
});

test.each([
  [8.06, '8.1/s'],
  [120.4, '120/s'],
])('a rate of %d is %s', (rate, text) => {
  expect(perSecond(rate)).toBe(text);
});
