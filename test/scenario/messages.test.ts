import { expect, test } from 'vitest';
import { loadScenarios } from '../../src/scenario/load.ts';
import { issueText, issuesOf, writeFiles } from './load-text.ts';
import { WRONG } from './wrong-files.ts';

function messagesOf(title: string): string[] {
  const { files, paths = [] } = WRONG[title] ?? { files: {} };
  const cwd = writeFiles(files);
  return issuesOf(() => loadScenarios(paths, { cwd }), 'SCENARIO').map(issueText);
}

test('each wrong file is told what is wrong, where, and what to do', async () => {
  const text = Object.keys(WRONG)
    .map(
      (title) =>
        `${title}\n${messagesOf(title)
          .map((line) => `  ${line}\n`)
          .join('')}`,
    )
    .join('\n');
  await expect(text).toMatchFileSnapshot('golden/messages.txt');
});

test('the error counts problems and files', () => {
  const cwd = writeFiles(WRONG['problems of many kinds at once']?.files ?? {});
  expect(() => loadScenarios([], { cwd })).toThrow(/^\d+ problems in 3 scenario files\.$/);
});
