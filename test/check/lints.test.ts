import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkLoaded } from '../../src/check/check-loaded.ts';
import { LINTS } from '../../src/check/lints.ts';
import { loadScenarios } from '../../src/scenario/load.ts';

const FOLDER = resolve(import.meta.dirname, 'wrong');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

test.each(files)('what is wrong in %s is told with its place', async (file) => {
  const { issues } = await checkLoaded(loadScenarios([file], { cwd: FOLDER }));
  const told = issues.map((issue) =>
    [`${issue.file}:${issue.line} ${issue.severity} ${issue.code}`, `  ${issue.path}`, `  ${issue.message}`, ''].join(
      '\n',
    ),
  );
  await expect(told.join('\n')).toMatchFileSnapshot(`golden/${file.replace('.yaml', '.txt')}`);
});

test('every file shows the lint that it is named after', async () => {
  for (const file of files) {
    const { issues } = await checkLoaded(loadScenarios([file], { cwd: FOLDER }));
    const code = file === 'gateway-schema.yaml' ? 'schema-dialect' : file.replace('.yaml', '');
    expect(
      issues.map((issue) => issue.code),
      file,
    ).toContain(code);
  }
});

test('every lint that a loaded file can show has such a file', () => {
  // The loader itself refuses unknown tools.
  const others = new Set(['unknown-tool', ...files.map((file) => file.replace('.yaml', ''))]);
  expect(LINTS.flatMap(({ codes }) => Object.keys(codes)).filter((code) => !others.has(code))).toEqual([]);
});
