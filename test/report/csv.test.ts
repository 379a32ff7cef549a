import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvReport } from '../../src/report/reporters/csv.ts';
import type { ReportSource } from '../../src/report/source.ts';
import { run, trial } from '../compare/rows.ts';
import { hostile, SAMPLE } from './sample.ts';

function read(source: ReportSource): Record<string, string>[] {
  return parse([...csvReport(source)].join(''), { columns: true });
}

test('a row a trial, in the order of the file', () => {
  const rows = read(SAMPLE);
  expect(rows).toHaveLength([...SAMPLE.trials()].length);
  expect(rows[4]).toMatchObject({
    scenario: 'weather-and-umbrella',
    model: '通义千问-plus',
    trial: '1',
    status: 'fail',
    reason: 'wrong-arguments',
    selection: '1',
    abstention: '',
    explanation:
      'wrong-arguments: call 1 get_weather: city is "上海", expected something containing "北京" (and 1 more)',
    calls: '[{"step":1,"name":"get_weather","arguments":{"city":"上海","unit":"celsius"}}]',
    findings: 'call-id',
    latency_ms: '1000',
    cost_usd: '',
  });
  expect(rows[1]).toMatchObject({
    status: 'error',
    error_status: '429',
    explanation: 'The gateway asked to slow down: too many requests',
  });
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("https://evil.example")', '＝1', '\t=1', '\r=1', ' =1'])(
  'a cell is no formula: %j',
  (text) => {
    const csv = [...csvReport(hostile(text))].join('');
    for (const row of parse(csv)) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r＝]/);
    expect(read(hostile(text))).toHaveLength(4);
  },
);

test('negative numbers stay numbers', () => {
  const [row] = read(run([trial('s', 'm', { costUsd: -0.5 })]));
  expect(row?.['cost_usd']).toBe('-0.5');
});

test('control characters are shown, quotes and separators kept', () => {
  const [row] = read(hostile('a"b,c;\u001b[31m\n\u009b'));
  expect(row?.['scenario']).toBe('a"b,c;\\x1b[31m\\x0a\\x9b');
});

test('more trials than one batch', () => {
  const rows = Array.from({ length: 1234 }, (_, at) => trial('s', 'm', { trial: at + 1 }));
  const source = { ...run([]), trials: () => rows };
  expect(read(source).map((row) => row['trial'])).toEqual(rows.map((row) => String(row.trial)));
});
