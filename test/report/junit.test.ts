import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse } from 'junit2json';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import type { TrialRow } from '../../src/domain/run.ts';
import { junitReport } from '../../src/report/reporters/junit.ts';
import type { ReportSource } from '../../src/report/source.ts';
import { header, modelRow, run, scenarioRow, summary, trial } from '../compare/rows.ts';
import { hostile, SAMPLE } from './sample.ts';

const SCHEMA = readFileSync(fileURLToPath(new URL('junit.xsd', import.meta.url)));

/** Throws with the rule that the report breaks. */
function validate(xml: string): void {
  using schema = XmlDocument.fromBuffer(SCHEMA);
  using validator = XsdValidator.fromDoc(schema);
  using document = XmlDocument.fromString(xml);
  validator.validate(document);
}

function report(source: ReportSource): string {
  return [...junitReport(source)].join('');
}

interface Case {
  name: string;
  classname: string;
  failure?: { message: string; type: string; '#text': string };
  error?: { message: string; type: string; '#text'?: string };
  skipped?: { message: string };
}

interface Suite {
  name: string;
  tests: string;
  failures: string;
  errors: string;
  skipped: string;
  testcase: Case[];
  'system-out': string;
}

function suites(xml: string): Suite[] {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    trimValues: false,
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  });
  return (parser.parse(xml) as { testsuites: { testsuite: Suite[] } }).testsuites.testsuite;
}

function cell(rows: Partial<TrialRow>[]): Case & Suite {
  const source = run(rows.map((fields, at) => trial('s', 'm', { trial: at + 1, ...fields })));
  const xml = report(source);
  validate(xml);
  const [suite] = suites(xml);
  return { ...suite, ...suite?.testcase[0] } as Case & Suite;
}

const WRONG: Partial<TrialRow> = {
  status: 'fail',
  reason: 'wrong-arguments',
  problems: [
    { code: 'wrong-arguments', path: 'calls[0].arguments.city', expected: 'Oslo', actual: 'Bergen', detail: null },
  ],
  calls: [{ step: 1, name: 'weather', arguments: { city: 'Bergen' }, rawArguments: '', expected: null }],
};

test('the report is valid, and looks as it did', async () => {
  const xml = report(SAMPLE);
  validate(xml);
  await expect(xml).toMatchFileSnapshot('golden/junit.xml');
});

test('the schema of this test refuses what is no JUnit report', () => {
  expect(() => validate('<testsuites><testsuite name="x"/></testsuites>')).toThrow();
  expect(() => validate(report(SAMPLE).replace('<failure message=', '<failure massage='))).toThrow();
});

test('a reader of JUnit reports finds suites, cases and outcomes', async () => {
  const read = await parse(report(SAMPLE));
  const found = (
    read as { testsuite: { name: string; tests: number; testcase: { name: string; failure?: unknown[] }[] }[] }
  ).testsuite;
  expect(found.map(({ name, tests }) => [name, tests])).toEqual([
    ['gpt-4o', 2],
    ['通义千问-plus', 2],
    ['claude-sonnet-4-20250514@openrouter', 2],
  ]);
  expect(found[1]?.testcase[1]).toMatchObject({ name: 'weather-and-umbrella', failure: [{ type: 'wrong-arguments' }] });
});

test('a failing case says the reason, and holds the expected and the actual arguments', () => {
  const { failure, failures } = cell([WRONG]);
  expect(failures).toBe('1');
  expect(failure?.type).toBe('wrong-arguments');
  expect(failure?.message).toBe('wrong-arguments: call 1 weather: city is "Bergen", expected "Oslo"');
  expect(failure?.['#text']).toBe(
    'wrong-arguments at calls[0].arguments.city\n  - expected: "Oslo"\n  + actual:   "Bergen"\ncall in step 1: weather({"city":"Bergen"})',
  );
});

test('an error is no failure, and a missing recording is skipped', () => {
  const error = { status: 503, code: 'provider-error', message: 'try later' };
  const errored = cell([{ status: 'error', reason: 'provider-error', error }]);
  expect(errored).toMatchObject({
    failures: '0',
    errors: '1',
    error: { message: 'provider-error: try later', type: 'provider-error' },
  });
  expect(errored.error?.['#text']).toBe('HTTP 503 provider-error try later');
  const skipped = cell([{ status: 'unrecorded', reason: 'request-changed' }]);
  expect(skipped).toMatchObject({
    failures: '0',
    errors: '0',
    skipped: { message: expect.stringContaining('request-changed') },
  });
});

test.each<[string, Partial<TrialRow>[], 'failure' | 'error' | 'skipped' | 'pass', string]>([
  ['all passed', [{}, {}, {}], 'pass', ''],
  ['one of three failed', [{}, WRONG, {}], 'failure', '1 of 3 judged trials failed; '],
  [
    'one failed, one errored',
    [{ status: 'error', reason: 'timeout' }, WRONG, {}],
    'failure',
    '1 of 2 judged trials failed; ',
  ],
  ['one errored', [{}, { status: 'error', reason: 'timeout' }], 'error', '1 of 2 trials errored; '],
  [
    'all unrecorded',
    [
      { status: 'unrecorded', reason: 'used-up' },
      { status: 'unrecorded', reason: 'used-up' },
    ],
    'skipped',
    'used-up',
  ],
])('trials are folded into one case: %s', (_, rows, outcome, start) => {
  const folded = cell(rows);
  expect(folded.tests).toBe('1');
  const message = outcome === 'pass' ? '' : (folded[outcome] as { message: string }).message;
  expect(message.startsWith(start)).toBe(true);
  for (const other of ['failure', 'error'] as const) if (other !== outcome) expect(folded[other]).toBeUndefined();
});

test('a case that passed where it was recorded says what was not', () => {
  const folded = cell([{}, { status: 'unrecorded', reason: 'used-up' }]);
  expect(folded['system-out']).toBe('s: 1 of 2 trials unrecorded');
});

test('only the cells that a run holds are cases', () => {
  const rows = [trial('a', 'm'), trial('a', 'n'), trial('b', 'n')];
  expect(suites(report(run(rows))).map(({ name, testcase }) => [name, testcase.map((one) => one.name)])).toEqual([
    ['m', ['a']],
    ['n', ['a', 'b']],
  ]);
});

test.each([
  ['markup', '"><script>alert(1)</script><x a=\'', '"><script>alert(1)</script><x a=\''],
  ['the end of a CDATA section', ']]> <![CDATA[', ']]> <![CDATA['],
  ['an entity', '&amp; &#x1b; &xxe;', '&amp; &#x1b; &xxe;'],
  ['what XML forbids', '\0\u001b[31m\ufffe\ud800', '\\x00\\x1b[31m\\u{fffe}\\u{d800}'],
  ['line breaks', 'a\r\nb', 'a\\x0d\\x0ab'],
  ['a C1 control', '\u009b2J', '\\x9b2J'],
  ['Chinese', '北京 "天气"', '北京 "天气"'],
])('text of models is text: %s', (_, text, shown) => {
  const xml = report(hostile(text));
  validate(xml);
  const [failing, errored, skipped] = suites(xml);
  expect([failing?.name, failing?.testcase[0]?.name, errored?.testcase[0]?.classname]).toEqual([
    shown,
    shown,
    `${shown}2`,
  ]);
  expect(errored?.testcase[0]?.error?.message).toBe(`provider-error: ${shown}`);
  expect(skipped?.testcase[0]?.skipped).toBeDefined();
  expect(xml).not.toMatch(/[^\P{Cc}\n]/u);
});

test('many models are read a few at a time, with the same result', () => {
  const scenarios = Array.from({ length: 40_000 }, (_, at) => `s${String(at).padStart(5, '0')}`);
  const models = ['a', 'b', 'c'];
  let passes = 0;
  const xml = junitReport({
    header: header(
      models.map((name) => modelRow(name)),
      scenarios.map((id) => scenarioRow(id)),
    ),
    summary: models.map((name) => summary(name)),
    *trials() {
      passes += 1;
      for (const id of scenarios) for (const model of models) yield trial(id, model);
    },
  });
  const tests = [...xml]
    .join('')
    .match(/<testsuite [^>]*tests="\d+"/g)
    ?.map((text) => /tests="(\d+)"/.exec(text)?.[1]);
  expect(tests).toEqual(['40000', '40000', '40000']);
  expect(passes).toBe(3);
});
