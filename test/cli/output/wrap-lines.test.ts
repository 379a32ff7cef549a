import { expect, test } from 'vitest';
import { progressLine } from '../../../src/cli/output/progress.ts';
import { createHolds } from '../../../src/cli/output/holds.ts';
import { wrapLines } from '../../../src/cli/output/wrap-lines.ts';
import type { Gateway } from '../../../src/domain/model.ts';

const LONG_PATH = `scenarios/${'deep/'.repeat(12)}weather.yaml`;
const COMMAND = "npx tooltape run --record all --grep '^(weather|umbrella)$' --models gpt-4o,gemini-2.5-pro";

test.each([
  ['a line that fits is left as it is', 'warning: short', 40, ['warning: short']],
  [
    'lines break at words, and hang below the first',
    '  fix: set the variable that holds the key, or name another one',
    30,
    ['  fix: set the variable that', '    holds the key, or name', '    another one'],
  ],
  [
    'a word that is too long is left whole',
    `error: ${LONG_PATH}: broken`,
    30,
    ['error:', `  ${LONG_PATH}:`, '  broken'],
  ],
  ['a command that ends a line is left whole', `  record it: ${COMMAND}`, 40, ['  record it:', `    ${COMMAND}`]],
  [
    'a command in backticks is one word',
    'fix: run `tooltape cassettes list` to see what is there',
    24,
    ['fix: run', '  `tooltape cassettes list`', '  to see what is there'],
  ],
  [
    'a word of the program `git` is no command',
    'error: no folder, and no git repository here',
    24,
    ['error: no folder, and no', '  git repository here'],
  ],
  [
    'a command for GitHub is left whole',
    '::warning title=weather::it failed, twice',
    20,
    ['::warning title=weather::it failed, twice'],
  ],
  ['wide characters take two columns', '错误 天气 天气 天气', 10, ['错误 天气', '  天气', '  天气']],
  ['colours take none', '\u001B[33mwarning:\u001B[39m a b c', 14, ['\u001B[33mwarning:\u001B[39m a b c']],
])('%s', (_, text, width, lines) => {
  expect(wrapLines(`${text}\n`, width)).toBe(`${lines.join('\n')}\n`);
});

test('a wait for a rate limit stands in the place of the time left, and counts down', () => {
  let now = 0;
  const holds = createHolds(() => now);
  const gateway = { name: 'openai', rpm: 60 } as Gateway;
  const line = (): string =>
    progressLine('running', { done: 10, total: 20, note: '$0.0100', held: holds.told(), seconds: 10, width: 80 });
  expect(line()).toMatch(/ 10\/20 · 1\.0\/s · 10 s left · \$0\.0100$/);
  expect(holds.set(gateway, 12_000)).toBe(true);
  expect(line()).toMatch(/ 10\/20 · waiting 12 s for the rate limit of openai · \$0\.0100$/);
  now = 7000;
  expect(holds.set(gateway, 5000)).toBe(false);
  expect(line()).toContain('waiting 5 s for');
  holds.set(gateway, 'over');
  expect(line()).toContain('10 s left');
  expect(holds.set(gateway, 1000)).toBe(false);
  holds.set(gateway, 'over');
  expect(holds.set(gateway, null)).toBe(true);
  expect(line()).toContain('waiting for the limit of openai, 60 requests a minute');
});
