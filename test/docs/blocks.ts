import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/run-cli.ts';

/** A fenced block of a page. */
export interface Block {
  /** `docs/mcp.md:24`. */
  readonly place: string;
  /** Empty where the fence names none. */
  readonly language: string;
  readonly text: string;
  /** Comments right above the fence, which no reader sees: `<!-- file: a.yaml -->` is `['file', 'a.yaml']`. */
  readonly marks: ReadonlyMap<string, string>;
}

/** Pages with blocks to try, but for the two that are made from the help and from the shipped scenarios. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !['commands.md', 'examples.md'].includes(name))
    .map((name) => `docs/${name}`),
];

const FENCE = /((?:^<!-- [^\n]* -->\n\n?)*)^```(\w*)\n(.*?)^```$/gms;

export function blocksOf(page: string): Block[] {
  return blocksIn(page, readFileSync(join(ROOT, page), 'utf8'));
}

function blocksIn(page: string, text: string): Block[] {
  return [...text.matchAll(FENCE)].map((match) => {
    const [, comments = '', language = '', body = ''] = match;
    const marks = [...comments.matchAll(/<!-- ([\w -]+?)(?:: (.*?))? -->/g)];
    const line = text.slice(0, match.index + comments.length).split('\n').length;
    return {
      place: `${page}:${line}`,
      language,
      text: body,
      marks: new Map(marks.map(([, name = '', value = '']) => [name, value])),
    };
  });
}

/** Whether a block holds commands for a shell, or a workflow whose steps do. */
export function isCommands({ language, marks }: Block): boolean {
  if (marks.has('run steps')) return true;
  return ['sh', 'bash', 'console'].includes(language) && !marks.has('file');
}
