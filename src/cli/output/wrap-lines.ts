import { displayWidth } from '../../report/render/text-width.ts';

/** From here on a line is a command to paste, which a line break would cut in two. A line of `::` is one for GitHub. */
const COMMAND = /(?:^|\s)(?:npx|npm|pnpm|yarn|git(?= (?:add|commit|config|diff|init|log|mv|restore|show)\b)) |^::/;
/** Columns of further lines, beside the indent of the first. */
const HANGING = 2;

/**
 * Breaks lines that are longer than a terminal at words. Words that are too long, and commands that end a line, are left whole: they
 * are copied. Escape sequences take no columns.
 */
export function wrapLines(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (displayWidth(line) <= width ? line : wrapped(line, width)))
    .join('\n');
}

function wrapped(line: string, width: number): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const rest = line.slice(indent.length);
  const at = COMMAND.exec(rest)?.index ?? rest.length;
  const command = rest.slice(at).trim();
  const words = [...wordsOf(rest.slice(0, at)), ...(command === '' ? [] : [command])];
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    const longer = current === '' ? word : `${current} ${word}`;
    const room = width - indent.length - (lines.length === 0 ? 0 : HANGING);
    if (current === '' || displayWidth(longer) <= room) current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current].map((one, at) => `${indent}${at === 0 ? '' : ' '.repeat(HANGING)}${one}`).join('\n');
}

/** Words, of which a command in backticks is one. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let isOpen = false;
  for (const part of text.split(' ')) {
    if (isOpen) words.push(`${words.pop() ?? ''} ${part}`);
    else if (part !== '') words.push(part);
    if (part.split('`').length % 2 === 0) isOpen = !isOpen;
  }
  return words;
}
