import { escapeText } from './escape.ts';
import type { Column } from './grid.ts';

const SPECIAL = /[\\`*_{}[\]()#+!|~$:]|(?<=^|\s)[-=](?=\s|$)/g;

/**
 * Text as Markdown shows it, on one line: no markup, table cell, link, HTML or formula comes of it. Mentions and
 * references are split by a zero-width space, as GitHub links them after reading the Markdown.
 */
export function markdownText(text: string): string {
  return escapeText(text)
    .replace(SPECIAL, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('www.', 'www\\.')
    .replaceAll('@', '@&#8203;')
    .replace(/\\#(?=\d)/g, '\\#&#8203;');
}

/** A table; its cells are escaped here. */
export function markdownTable(columns: readonly Column[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  const count = columns[0]?.cells.length ?? 0;
  return [
    row(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`,
    ...Array.from({ length: count }, (_, at) => row(columns.map(({ cells }) => cells[at]?.text ?? ''))),
  ];
}

/** Limit of a job summary on GitHub (1 MiB), with room for what is written around it. */
export const MARKDOWN_BYTES = 1_000_000;

/**
 * Takes lines until `bytes` are full, keeping room for the note that says how many are missing.
 * `note` gets the number of lines left out.
 */
export function* withinBytes(
  lines: readonly string[],
  bytes: { left: number },
  note: (missing: number) => string,
): Generator<string> {
  const reserve = 200;
  for (const [at, line] of lines.entries()) {
    const size = Buffer.byteLength(line) + 1;
    if (bytes.left - size < reserve) {
      const text = note(lines.length - at);
      bytes.left -= Buffer.byteLength(text) + 1;
      yield `${text}\n`;
      return;
    }
    bytes.left -= size;
    yield `${line}\n`;
  }
}
