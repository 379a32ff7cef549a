import { array, assert, constantFrom, property, string } from '../support/properties.ts';
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { markdownReport } from '../../src/report/reporters/markdown.ts';
import { markdownText } from '../../src/report/render/markdown-text.ts';
import type { ReportSource } from '../../src/report/source.ts';
import { header, modelRow, summary, trial } from '../compare/rows.ts';
import { hostile, SAMPLE } from './sample.ts';

const RENDERER = new MarkdownIt({ html: true, linkify: true });

function report(source: ReportSource): string {
  return [...markdownReport(source, {})].join('');
}

/** What a reader sees of a line. */
function visible(html: string): string {
  return html
    .replaceAll(/<\/?(?:p|li|ul|strong)>/g, '')
    .trim()
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('\u200b', '')
    .replaceAll('&amp;', '&');
}

test('the report looks as it did', async () => {
  await expect(report(SAMPLE)).toMatchFileSnapshot('golden/report.md');
});

test.each([
  'a|b||c',
  '[link](https://evil.example)',
  '![image](https://evil.example/x.png)',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'https://evil.example/path',
  'see www.evil.example now',
  '**bold** _em_ `code` ~~struck~~',
  '``` fence',
  '# heading',
  '- item',
  '+ item',
  '1. item',
  '1.',
  '0.95',
  '2) item',
  '> quote',
  '=== ---',
  '---',
  '&lt;b&gt; &copy; &#60;',
  '\\*not\\* \\',
  '$x^2$ and :tada:',
  '<!-- hidden -->',
  '[ref]: https://evil.example',
  '<https://evil.example>',
  'a  b',
])('%j is shown as it is, and does nothing', (text) => {
  const html = RENDERER.render(markdownText(text));
  expect(html).not.toMatch(/<(?!\/?p>)/);
  expect(visible(html)).toBe(text);
  expect(visible(RENDERER.render(`- **${markdownText(text)}** — ${markdownText(text)}`))).toBe(`${text} — ${text}`);
});

test('no text becomes markup', () => {
  const parts = constantFrom(
    '*',
    '_',
    '`',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '!',
    '|',
    '#',
    '-',
    '1.',
    ' ',
    'a',
    '&',
    ';',
    '\\',
    '~',
    ':',
    '/',
    'http://a.b',
    '\n',
    '北',
  );
  const texts = array(parts, { maxLength: 14 }).map((all) => all.join(''));
  assert(
    property(texts, (text) => {
      const html = RENDERER.render(`x ${markdownText(text)} y`);
      expect(html.replaceAll(/^<p>|<\/p>\n$/g, '')).not.toContain('<');
    }),
    { numRuns: 2000 },
  );
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(markdownText(text)).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test.each([
  ['@everyone', '@&#8203;everyone'],
  ['ask @torvalds', 'ask @&#8203;torvalds'],
  ['a@b.example', 'a@&#8203;b.example'],
  ['gpt-4o@openai', 'gpt-4o@openai'],
  ['#123', '\\#&#8203;123'],
])('GitHub links nothing in %s', (text, shown) => {
  expect(markdownText(text)).toBe(shown);
});

test('a table keeps its columns whatever its cells hold', () => {
  const html = RENDERER.render(report(hostile('a|b\n| c | <td> `|` \\|')));
  const rows = html.match(/<tr>[\s\S]*?<\/tr>/g) ?? [];
  const columns = rows.map((row) => row.match(/<t[hd][ >]/g)?.length);
  expect(columns.length).toBeGreaterThan(6);
  expect(new Set(columns.slice(0, 4)).size).toBe(1);
  expect(html).not.toContain('<script');
});

test('nothing of a model makes a link, an image or an element', () => {
  for (const text of ['<script>x</script>', '![x](y)', '[x](y)', 'https://evil.example', '`', '**']) {
    const html = RENDERER.render(report(hostile(text)));
    expect(html).not.toMatch(/<(?!\/?(?:p|ul|li|details|summary|strong|h[23]|table|thead|tbody|tr|th|td)\b)/);
  }
});

test('a report is never larger than a job summary may be, and says what it leaves out', () => {
  const long = '错'.repeat(5000);
  const rows = Array.from({ length: 2000 }, (_, at) =>
    trial(`s${at}-${'x'.repeat(100)}`, 'm', {
      status: 'error',
      reason: 'timeout',
      error: { status: null, code: 'timeout', message: long },
    }),
  );
  const failing = rows.map((row) => trial(row.scenario, 'm', { status: 'fail', reason: 'missing-call', findings: [] }));
  const names = Array.from({ length: 400 }, (_, at) => `model-${at}-${'n'.repeat(3000)}`);
  const text = report({
    header: header([modelRow('m')], []),
    summary: [summary('m'), ...names.map((name) => summary(name))],
    trials: () => [...rows, ...failing],
  });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
  expect(text).toMatch(/… \d[\d,]* more lines? left out: the report is full\.\n$/);
});

test('more rows than are listed are counted', () => {
  const rows = Array.from({ length: 700 }, (_, at) => trial(`s${at}`, 'm', { status: 'fail', reason: 'missing-call' }));
  const text = report({ header: header([modelRow('m')], []), summary: [summary('m')], trials: () => rows });
  expect(text).toContain('- … and 200 more');
});
