import type { Block } from './blocks.ts';
import type { Ran } from './shell.ts';

/** A command as a page shows it, with the output below it; null where the page shows none. */
export interface Told {
  readonly command: string;
  readonly output: string | null;
}

/** The commands of a block. In a `console` block they stand behind `$ ` and their output below them; in a workflow behind `run`. */
export function commandsOf({ language, text }: Block): Told[] {
  if (language === 'yaml') {
    const steps = [...text.matchAll(/^ *- run: (?:>\n((?: {8,}.*\n)+)|(.*)\n)/gm)];
    return steps.map(([, folded, line]) => ({
      command: (folded ?? line ?? '').replaceAll(/\s*\n\s*/g, ' ').trim(),
      output: null,
    }));
  }
  if (language !== 'console') {
    return text
      .replaceAll(/(\\|\|)\n/g, (_, end: string) => (end === '|' ? '| ' : ''))
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((command) => ({ command, output: null }));
  }
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...lines] = part.split('\n');
      const output = lines.join('\n');
      return { command, output: output === '' ? null : output };
    });
}

/** The exit codes that a block shall have: 0, unless `<!-- exits: 0 1 -->` lists them. */
export function codesOf({ marks }: Block, count: number): number[] {
  const listed = marks.get('exits')?.split(' ').map(Number) ?? [];
  return Array.from({ length: count }, (_, i) => listed[i] ?? 0);
}

/** Whether an output is the told one, but for times, ports and ids; a line `…` stands for any lines. */
export function fits(told: string, made: string): boolean {
  const pattern = evened(told)
    .split(/^…\n/m)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(?:.*\\n)*?');
  return new RegExp(`^${pattern}$`).test(evened(made));
}

/** What differs from one run to the next, made equal. */
function evened(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+(?:\/[\w-]{20,}\/?)?/g, '127.0.0.1:PORT')
    .replaceAll(/\b\d+(?:\.\d+)? ?(?:ms|s|seconds?|minutes?)\b/g, 'TIME')
    .replaceAll(/\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?/g, 'DATE')
    .replaceAll(/\b[0-9a-f]{7,40}\b/g, 'HASH')
    .replaceAll(/[ ─]{2,}/g, '  ')
    .replaceAll(/[ \t]+$/gm, '');
}

/** The block as it should stand in the page: with the outputs that came where they are not the told ones. */
export function retold(block: Block, told: readonly Told[], ran: readonly Ran[]): string {
  if (block.language !== 'console') return block.text;
  return told
    .map(({ command, output }, i) => {
      const made = plain(ran[i]?.output ?? '');
      const shown = output === null || fits(output, made) ? output : made;
      return `$ ${command}\n${shown ?? ''}`;
    })
    .join('');
}

/** An output without an empty line at its end, with a line break. */
function plain(output: string): string {
  const text = output.trimEnd();
  return text === '' ? '' : `${text}\n`;
}
