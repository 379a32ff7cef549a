import { assert, property, string } from '../support/properties.ts';
import { expect, test } from 'vitest';
import { escapeInJson, escapeLines, escapeText, textParts } from '../../src/text/escape.ts';

test.each([
  ['a colour', '\u001b[31mred', '\\x1b[31mred'],
  [
    'a link (OSC 8)',
    '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u001b\\',
    '\\x1b]8;;https://evil.example\\x07click\\x1b]8;;\\x1b\\',
  ],
  ['a C1 control sequence', '\u009b2J', '\\x9b2J'],
  ['a carriage return that overwrites the line', 'fail\rpass', 'fail\\x0dpass'],
  ['line breaks and tabs', 'a\nb\tc', 'a\\x0ab\\x09c'],
  ['line separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  ['NUL, backspace, delete', '\0\b\u007f', '\\x00\\x08\\x7f'],
  ['bidirectional overrides', 'a\u202eb\u2066c\u200fd\u061c', 'a\\u{202e}b\\u{2066}c\\u{200f}d\\u{61c}'],
  ['invisible characters', 'a\u200bb\u00adc\ufeff', 'a\\u{200b}b\\xadc\\u{feff}'],
  ['tag characters', 'a\u{e0041}\u{e0001}', 'a\\u{e0041}\\u{e0001}'],
  ['half a surrogate pair', 'a\ud83d', 'a\\u{d83d}'],
  ['noncharacters', '\ufffe\uffff', '\\u{fffe}\\u{ffff}'],
])('%s cannot be obeyed or hidden', (_, text, shown) => {
  expect(escapeText(text)).toBe(shown);
});

test.each([
  '北京今天天气怎么样?',
  'नमस्ते',
  'שלום',
  'مرحبا',
  'می‌خواهم',
  'क्‍ष',
  'C:\\x1b',
  'a  b',
  '',
  'std::vector',
  'IPv6 ::1',
  '👩‍👩‍👧‍👦 🇳🇴',
  '❤️‍🔥',
  '👩🏽‍🚀',
  '🏳️‍🌈',
  '1️⃣',
  '☀︎',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '葛\u{e0100}城',
])('%s stays as it is', (text) => {
  expect(escapeText(text)).toBe(text);
});

test('no control character survives, and escaping again changes nothing', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 40 }), (text) => {
      const shown = escapeText(text);
      expect(shown).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(escapeText(shown)).toBe(shown);
    }),
    { numRuns: 1000 },
  );
});

test('text of several lines keeps its lines', () => {
  expect(escapeLines('a\n\tb\u001b[2J\r\nc')).toBe('a\n\tb\\x1b[2J\nc');
});

/** Everything that the table must show by its code where it stands between Latin letters. */
const HIDDEN: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0xe0fff],
];

test('every hidden character is shown by its code, in one line, in JSON and on the page', () => {
  for (const [from, to] of HIDDEN) {
    for (let code = from; code <= to; code++) {
      const text = `a${String.fromCodePoint(code)}b`;
      const shown = code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
      expect(escapeText(text)).toBe(`a${shown}b`);
      expect(textParts(text)).toEqual([
        { text: 'a', hidden: false },
        { text: shown, hidden: true },
        { text: 'b', hidden: false },
      ]);
    }
  }
});

test.each([
  ['a second joiner in a row', '👩\u200d\u200d👧', '👩\\u{200d}\\u{200d}👧'],
  ['bytes hidden behind an emoji', '😊\u{e0148}\u{e0155}', '😊\\u{e0148}\\u{e0155}'],
  ['a second variation selector', '❤\ufe0f\ufe0f', '❤\ufe0f\\u{fe0f}'],
  ['a flag that no country has', '🏴\u{e0078}\u{e007f}', '🏴\\u{e0078}\\u{e007f}'],
  ['a joiner in Latin', 'pass\u200dword', 'pass\\u{200d}word'],
])('%s carries a message that nobody sees, and is shown', (_, text, shown) => {
  expect(escapeText(text)).toBe(shown);
});

test('a JSON text keeps its meaning and its lines', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const json = `{\n"a": ${JSON.stringify(text)}\n}`;
      const visible = escapeInJson(json);
      expect(JSON.parse(visible)).toEqual({ a: text });
      expect(visible.split('\n')).toHaveLength(3);
      expect(escapeInJson(visible)).toBe(visible);
    }),
  );
});

test.each([
  [
    'GitHub, anywhere in a line',
    'so ##[error]pwned ##[set-output name=x]y',
    'so \\x23#[error]pwned \\x23#[set-output name=x]y',
  ],
  ['GitHub, where a line begins', '  ::error::pwned', '  \\x3a:error::pwned'],
  [
    'Azure Pipelines',
    'a ##vso[task.setvariable variable=PATH]/evil',
    'a \\x23#vso[task.setvariable variable=PATH]/evil',
  ],
  ['TeamCity', "###teamcity[message text='x']", "#\\x23#teamcity[message text='x']"],
  ['GitLab', 'section_start:1700000000:evil', 'section_start\\x3a1700000000:evil'],
  ['Travis', 'travis_fold:start:evil', 'travis_fold\\x3astart:evil'],
])('a command of %s is broken up', (_, text, shown) => {
  expect(escapeText(text)).toBe(shown);
});

test('Markdown headings and code are no commands', () => {
  const text = '## Title [link] a ## b foo::bar::baz x: :y';
  expect(escapeText(text)).toBe(text);
});
