import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HAS_PYTHON } from '../support/machine.ts';
import { packedProject } from '../support/packed.ts';
import { ROOT } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { blocksOf, isCommands, PAGES, type Block } from './blocks.ts';
import { SET_UPS } from './set-ups.ts';
import { Shell } from './shell.ts';
import { codesOf, commandsOf, fits, retold } from './story.ts';

/** Commands that ask a real model are not run, and are few. */
const MOST_WITH_KEY = 10;

const ALL = PAGES.map((page) => ({ page, blocks: blocksOf(page) }));
const WITH_COMMANDS = ALL.filter(({ blocks }) => blocks.some(isCommands));

test('few blocks of commands need a key', () => {
  const commands = ALL.flatMap(({ blocks }) => blocks.filter(isCommands));
  expect(commands.length).toBeGreaterThan(15);
  const withKey = commands.filter(({ marks }) => marks.has('needs a key'));
  expect(withKey.map(({ place }) => place).length).toBeLessThanOrEqual(MOST_WITH_KEY);
});

test.for(WITH_COMMANDS)(
  'the commands of $page do what it says',
  { timeout: 300_000 },
  async ({ page, blocks }, { skip }) => {
    if (!HAS_PYTHON && blocks.some((block) => isCommands(block) && block.text.includes('python3'))) skip();
    const { env = {}, files, replace = [] } = (await SET_UPS[page]?.()) ?? {};
    const here = (text: string): string => replace.reduce((all, [told, made]) => all.replaceAll(told, made), text);
    const shell = new Shell(packedProject(), tempDir(), env);
    files?.(shell);
    const texts = new Map<Block, string>();
    for (const block of blocks) {
      const file = block.marks.get('file');
      if (file !== undefined) shell.write(file, here(block.text));
      if (!isCommands(block) || block.marks.has('needs a key')) continue;
      const told = commandsOf(block);
      const ran = await shell.run(told.map(({ command }) => here(command)));
      const codes = codesOf(block, told.length);
      const wrong = ran.filter(({ code }, i) => code !== codes[i]);
      expect(
        wrong,
        `${block.place}\n${wrong.map(({ command, code, output }) => `$ ${command} → ${code}\n${output}`).join('')}`,
      ).toEqual([]);
      texts.set(block, retold(block, told, ran));
    }
    // The page is its own golden file: `vitest -u` puts the outputs in that came.
    let text = readFileSync(join(ROOT, page), 'utf8');
    for (const [{ text: before }, after] of texts) text = text.replace(before, () => after);
    await expect(text).toMatchFileSnapshot(join(ROOT, page));
  },
);

test('an output fits what a page shows but for times, ports and ids, and … stands for any lines', () => {
  expect(fits('a 12 ms\n', 'a 7 ms\n')).toBe(true);
  expect(fits('a\n…\nd\n', 'a\nb\nc\nd\n')).toBe(true);
  expect(fits('a\n…\nd\n', 'a\nd\n')).toBe(true);
  expect(fits('1 of 3\n', '2 of 3\n')).toBe(false);
  expect(fits('a\n', 'a\nb\n')).toBe(false);
});
