import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { readInstant } from '../../../src/match/time/read-instant.ts';

const NOON = readInstant('2026-07-04T12:00:00Z');

test.each([
  '2026-07-04T12:00:00+00:00',
  '2026-07-04T12:00:00.000Z',
  '2026-07-04T14:00:00+02:00',
  '2026-07-04T17:30+05:30',
  '2026-07-04T07:00:00-05:00',
  '2026-07-05T01:00:00+13:00',
  '20260704T120000Z',
  '2026-07-04 12:00 UTC',
  'Sat, 04 Jul 2026 12:00:00 GMT',
  'July 4, 2026 at 12:00 PM UTC',
  '2026-07-04t12:00z',
  '2026\u201107\u201104T14:00:00+02:00',
  '2026-07-04T14:00:00+02:00[Europe/Berlin]',
  'Sat Jul 04 2026 14:00:00 GMT+0200 (CEST)',
  '2026-185T12:00:00Z',
])('%s is noon of the 4th of July 2026 in UTC', (text) => {
  expect(readInstant(text)).toBe(NOON);
});

test.each([
  '2026-07-04T12:00:00',
  '2026-07-04',
  '12:00:00Z',
  '2026-07-04T12:60:00Z',
  '2026-07-04T24:00:01Z',
  '2026-07-04T12:00:00+24:00',
  '2026-02-30T12:00:00Z',
  'Sun, 04 Jul 2026 12:00:00 GMT',
  '2026-07-04T13:00 PM UTC',
  'noon',
  '',
])('%j is no moment', (text) => {
  expect(readInstant(text)).toBeNull();
});

test('the end of a day is the beginning of the next, and fractions count by value', () => {
  expect(readInstant('2026-07-04T24:00:00Z')).toBe(readInstant('2026-07-05T00:00:00Z'));
  expect(readInstant('2026-07-04T12:00:00.50Z')).toBe(readInstant('2026-07-04T12:00:00.5Z'));
  expect(readInstant('2026-07-04T12:00:00.5Z')).not.toBe(NOON);
});

test('every moment is the same in every zone', () => {
  const moment = fc.date({ min: new Date('1950-01-02'), max: new Date('2150-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
      const local = new Date(date.getTime() + offset * 60_000).toISOString().replace('Z', '');
      const two = (number: number): string => String(Math.abs(number)).padStart(2, '0');
      const zone = `${offset < 0 ? '-' : '+'}${two(Math.trunc(offset / 60))}:${two(offset % 60)}`;
      expect(readInstant(local + zone)).toBe(readInstant(date.toISOString()));
    }),
    { numRuns: 500 },
  );
});
