import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { escapeLines, escapeText } from '../../src/text/escape.ts';

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

test.each(['北京今天天气怎么样?', 'नमस्ते', 'שלום', 'مرحبا', '👩‍👩‍👧‍👦 🇳🇴', 'می‌خواهم', 'C:\\x1b', 'a  b', ''])(
  '%s stays as it is',
  (text) => {
    expect(escapeText(text)).toBe(text);
  },
);

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
