import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fixScenarioFile } from '../../src/check/fix/fix.ts';
import { loadYaml } from '../sandbox/load-yaml.ts';
import { SHAPES } from '../sandbox/shapes.ts';

const OPTIONS = { file: 'one.yaml', schema: '../schema/scenario.schema.json' };
const LINE = '# yaml-language-server: $schema=../schema/scenario.schema.json\n';

function fixed(text: string): string {
  return fixScenarioFile(text, OPTIONS).text;
}

test('a missing $schema line is put first, once', () => {
  const text = '# What this is.\nid: a\nprompt: Hello\nexpect: { calls: [] }\n';
  expect(fixed(text)).toBe(LINE + text);
  expect(fixed(LINE + text)).toBe(LINE + text);
  expect(fixScenarioFile(LINE + text, OPTIONS).fixes).toEqual([]);
});

test('the added line ends as the others do, and stands behind a byte order mark', () => {
  const crlf = 'id: a\r\nprompt: Hello\r\nexpect: { calls: [] }\r\n';
  expect(fixed(crlf)).toBe(LINE.replace('\n', '\r\n') + crlf);
  expect(fixed(`\uFEFF${crlf}`)).toBe(`\uFEFF${LINE.replace('\n', '\r\n')}${crlf}`);
  const json = '{\r\n  "id": "a",\r\n  "prompt": "x"\r\n}\r\n';
  expect(fixScenarioFile(json, { ...OPTIONS, file: 'one.json' }).text).toBe(
    json.replace('{\r\n', '{\r\n  "$schema": "../schema/scenario.schema.json",\r\n'),
  );
});

test('tags are sorted where they stand, as a line or as a list', () => {
  expect(fixed(`${LINE}id: a\ntags: [zh, "parallel",  a]   # kept\nprompt: x\n`)).toBe(
    `${LINE}id: a\ntags: [a, "parallel",  zh]   # kept\nprompt: x\n`,
  );
  expect(fixed(`${LINE}id: a\ntags:\n  - zh\n\n  - b\nprompt: x\n`)).toBe(
    `${LINE}id: a\ntags:\n  - b\n\n  - zh\nprompt: x\n`,
  );
});

test('a list with comments keeps its order, for they say something about it', () => {
  const text = `${LINE}id: a\ntags:\n  - zh # Chinese\n  - b\nprompt: x\n`;
  expect(fixed(text)).toBe(text);
});

test('values that are the default anyway are left out, with their line or their comma', () => {
  const text = `${LINE}id: a
prompt: x
max_steps: 8
rules: native # as everywhere
optional_null: absent

tools:
  - name: f
    parameters: { type: object, properties: { max_steps: { const: 8 }, extra: { default: forbid } } }
    returns: [{ result: { extra: forbid }, delay_ms: 0 }, { delay_ms: 0, result: { allow_retry: false } }]
expect:
  calls: [{ name: f, arguments: { extra: forbid, max_steps: 8 } }]
  extra: forbid
  allow_retry: false
`;
  expect(fixed(text)).toBe(`${LINE}id: a
prompt: x
rules: native # as everywhere

tools:
  - name: f
    parameters: { type: object, properties: { max_steps: { const: 8 }, extra: { default: forbid } } }
    returns: [{ result: { extra: forbid } }, { result: { allow_retry: false } }]
expect:
  calls: [{ name: f, arguments: { extra: forbid, max_steps: 8 } }]
`);
  expect(fixScenarioFile(text, OPTIONS).fixes.map((fix) => `${fix.line} ${fix.message}`)).toEqual([
    '4 Left out `max_steps: 8`, which is the default.',
    '6 Left out `optional_null: absent`, which is the default.',
    '11 Left out `delay_ms: 0`, which is the default.',
    '14 Left out `extra: forbid`, which is the default.',
    '15 Left out `allow_retry: false`, which is the default.',
  ]);
});

test('a default that overrules another one stays', () => {
  const text = `${LINE}defaults:
  max_steps: 3
  tags: [b]
scenarios:
  - id: a
    prompt: x
    max_steps: 8
    tags: []
    expect: { calls: [], extra: forbid, any: 1 }
  - id: b
    prompt: y
    expect:
      extra: allow
      calls: []
`;
  expect(fixed(text)).toBe(text.replace(', extra: forbid', ''));
});

test('shared tools are sorted with all that belongs to them; the tools of a scenario are not, for requests carry them in order', () => {
  const text = `${LINE}tools:
  - name: zeta
    parameters:
      type: object
      properties: { q: { type: string } }

  - name: alpha
    returns: [{ result: 1, delay_ms: 0 }]
scenarios:
  - id: a
    prompt: x
    tools: [zeta, alpha]
    expect: { calls: [] }
`;
  expect(fixed(text)).toBe(`${LINE}tools:
  - name: alpha
    returns: [{ result: 1 }]

  - name: zeta
    parameters:
      type: object
      properties: { q: { type: string } }
scenarios:
  - id: a
    prompt: x
    tools: [zeta, alpha]
    expect: { calls: [] }
`);
});

test('a JSON file that is laid out for people gets the schema as its first key', () => {
  const text = '{\n  "id": "a",\n  "prompt": "x"\n}\n';
  const { text: result, fixes } = fixScenarioFile(text, { ...OPTIONS, file: 'one.json' });
  expect(result).toBe('{\n  "$schema": "../schema/scenario.schema.json",\n  "id": "a",\n  "prompt": "x"\n}\n');
  expect(fixes).toHaveLength(1);
  expect(fixScenarioFile(result, { ...OPTIONS, file: 'one.json' })).toEqual({ text: result, fixes: [] });
  const machine = '{"id":"a","prompt":"x"}';
  expect(fixScenarioFile(machine, { ...OPTIONS, file: 'one.json' })).toEqual({ text: machine, fixes: [] });
});

test.each([['id: [unclosed'], [''], ['- 1\n- 2'], ['id: a\nid: b\nprompt: x']])(
  'what is no scenario file stays as it is: %j',
  (text) => {
    const result = fixScenarioFile(text, OPTIONS);
    expect(result.text.endsWith(text)).toBe(true);
    expect(result.fixes.length).toBeLessThan(2);
  },
);

test('fixing twice changes nothing more, and the scenarios stay the same', () => {
  const folder = resolve(import.meta.dirname, 'wrong');
  const texts = [SHAPES, ...readdirSync(folder).map((file) => readFileSync(resolve(folder, file), 'utf8'))];
  for (const text of texts) {
    const once = fixed(text);
    expect(fixed(once)).toBe(once);
    const plain = (from: string): unknown =>
      loadYaml(from).scenarios.map((scenario) => ({ ...scenario, written: null, tags: scenario.tags.toSorted() }));
    expect(plain(once)).toEqual(plain(text));
    expect(parse(once)).toBeTruthy();
  }
});
