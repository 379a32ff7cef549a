import type { Block, Column, Section } from '../document.ts';
import { escapeText } from '../../text/escape.ts';
import { shortenEnd } from './text-width.ts';
import { markdownText } from './markdown-text.ts';
import { count, counted } from '../../text/numbers.ts';

/** Most bytes of a report: the limit of a job summary on GitHub (1 MiB), less room for other text of the job. */
const BYTES = 1_000_000;
/** Bytes kept for the line that says what was left out. */
const RESERVE = 200;
const TEXT = 600;
const MARKS = { good: '✅', bad: '❌', warn: '⚠️', plain: '' } as const;

/** Sections as Markdown of at most 1,000,000 bytes, with every text escaped. */
export function* renderMarkdown(sections: readonly Section[]): Generator<string> {
  const lines = sections.flatMap(({ title, blocks, folded }) => {
    const body = blocks.flatMap((block) => [...blockLines(block), '']);
    if (title === null) return body;
    const heading = markdownText(title);
    if (folded === true) return [`<details><summary>${heading}</summary>`, '', ...body, '</details>', ''];
    return [`### ${heading}`, '', ...body];
  });
  let left = BYTES - RESERVE;
  for (const [at, line] of lines.entries()) {
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) {
      yield `\n… ${counted(lines.length - at, 'more line')} left out: the report is full.\n`;
      return;
    }
    yield `${line}\n`;
  }
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'table':
      return table([block.names, ...block.columns]);
    case 'list':
      return [
        ...block.items.flatMap(({ tone, lead, text, sides }) => {
          const start = [MARKS[tone], `**${markdownText(lead)}**`].join(' ').trim();
          return [
            `- ${start}${text === '' ? '' : ` — ${markdownText(shortenEnd(text, TEXT))}`}`,
            ...(sides === undefined
              ? []
              : [
                  `  - expected ${markdownText(shortenEnd(sides.expected, TEXT))}`,
                  `  - made ${markdownText(shortenEnd(sides.made, TEXT))}`,
                ]),
          ];
        }),
        ...(block.hidden === 0 ? [] : [`- … and ${count(block.hidden)} more`]),
      ];
    case 'code':
      return fenced(block.language, block.lines);
    default:
      return [markdownText(block.text)];
  }
}

/** A fenced code block. Its fence is longer than any run of backticks in the lines. */
function fenced(language: string, lines: readonly string[]): string[] {
  const shown = lines.map((line) => shortenEnd(escapeText(line), TEXT));
  const longest = Math.max(2, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...shown, fence];
}

function table(columns: readonly Column[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  const rows = columns[0]?.cells.length ?? 0;
  return [
    row(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`,
    ...Array.from({ length: rows }, (_, at) => row(columns.map(({ cells }) => cells[at]?.text ?? ''))),
  ];
}
