import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { readDay } from '../../../src/match/time/read-day.ts';

test.each([
  '2026-11-23',
  '2026/11/23',
  '2026.11.23',
  '20261123',
  '2026-11-23T10:00:00Z',
  '2026-11-23T10:00:00.123+08:00',
  '2026-11-23T10:00:00+01:00[Europe/Paris]',
  '2026-11-23 10:00',
  '2026-11-23T10:00',
  ' 2026-11-23 (Monday) ',
  '2026年11月23日',
  '2026年11月23号',
  '2026 年 11 月 23 日',
  '２０２６年１１月２３日',
  '二〇二六年十一月二十三日',
  '2026年11月23日 星期一',
  '2026年11月23日（周一）',
  '2026年11月23日10:00',
  '2026年11月23日 上午10点',
  '2026年11月23日(月)',
  '2026-11-23 星期一',
  '2026/11/23（週一）',
  '2026-11-23 월요일',
  '2026년 11월 23일',
  '2026년 11월 23일 월요일',
  'November 23, 2026',
  'Nov 23 2026',
  'nov. 23rd, 2026',
  'NOVEMBER 23 2026',
  '23 November 2026',
  '23rd of November, 2026',
  'the 23rd of November 2026',
  'Monday, November 23, 2026',
  'Mon, 23 Nov 2026 10:00:00 GMT',
  '23-Nov-2026',
  '2026-Nov-23',
  'November 23, 2026 at 10:00 AM',
  '11/23/2026',
  '23/11/2026',
  '23.11.2026',
  '23. November 2026',
  '23 novembre 2026',
  '23 de noviembre de 2026',
  '23 ноября 2026 г.',
  'November23,2026',
  'Nov23rd,2026',
  '23November2026',
  'Monday,November23,2026',
  '2026\u201111\u201123',
  '2026\u201311\u201323',
  '2026\u221211\u221223',
  '2026-327',
  '2026327',
  '2026-W48-1',
  '2026W481',
  'Mon Nov 23 2026 09:00:00 GMT+0100 (Central European Standard Time)',
  'Mon Nov 23 09:00:00 2026',
  'Mon Nov 23 09:00:00 UTC 2026',
  '09:30, 23 November 2026',
  '20261123T093000Z',
  'Mon, 23 Nov 2026 09:00:00 EST',
  'lunes, 23 de noviembre de 2026',
  'lun. 23 nov. 2026',
  '23º de novembro de 2026',
  '2026年11月23日（星期一）上午9点',
  '2026年11月23日(月曜日)',
  '٢٠٢٦-١١-٢٣',
])('%s is the 23rd of November 2026', (text) => {
  expect(readDay(text)).toBe('2026-11-23');
});

test.each([
  '03/04/2026',
  '03.04.2026',
  '11/23/26',
  '2026-13-01',
  '2026-02-30',
  '29 February 2026',
  'tomorrow',
  'November 2026',
  '2026',
  '',
  '11-23',
  '32 November 2026',
  '1763856000',
  '2026-11-23 to 2026-11-25',
  '2026-11-23 or so',
  'Tuesday, November 23, 2026',
  '2026-11-23 (Sunday)',
  '2026年11月23日 星期二',
  '2026年11月23日(火)',
  '2026년 11월 23일 화요일',
  'mardi 23 novembre 2026',
  '2026-366',
  '2026-000',
  '2025-W53-1',
  '2026-W00-1',
  '2026-W48',
  '2026-W48-8',
  `2026-11-23${' '.repeat(100_000)}`.repeat(2),
  '2026年11月',
  '2026年13月1日',
  'listopad 5 2026',
])('%j is no single day', (text) => {
  expect(readDay(text)).toBeNull();
});

test('day and month in either order are the same day when they are the same number', () => {
  expect(readDay('11/11/2026')).toBe('2026-11-11');
});

test('every day is read back from its spellings', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year = '', month = '', dom = ''] = iso.split('-');
      const format = (options: Intl.DateTimeFormatOptions): string =>
        date.toLocaleDateString('en-US', { timeZone: 'UTC', ...options });
      const spellings = [
        iso,
        date.toISOString(),
        `${year}年${Number(month)}月${Number(dom)}日`,
        format({ dateStyle: 'long' }),
        format({ dateStyle: 'full' }),
        format({ dateStyle: 'medium' }),
      ];
      expect(spellings.map(readDay)).toEqual(spellings.map(() => iso));
    }),
    { numRuns: 1000 },
  );
});
