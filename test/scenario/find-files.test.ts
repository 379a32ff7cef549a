import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findScenarioFiles } from '../../src/scenario/find-files.ts';
import { writeFiles } from './load-text.ts';

const FILES = {
  'scenarios/a.yaml': '',
  'scenarios/b.yml': '',
  'scenarios/sub/c.json': '',
  'scenarios/readme.md': '',
  'scenarios/.hidden.yaml': '',
  'scenarios/.git/x.yaml': '',
  'scenarios/node_modules/y.yaml': '',
  'other/d.yaml': '',
  'other/[e].yaml': '',
};

test.each([
  ['no path', [], ['scenarios/a.yaml', 'scenarios/b.yml', 'scenarios/sub/c.json']],
  ['a folder', ['other'], ['other/[e].yaml', 'other/d.yaml']],
  ['a file', ['other/d.yaml'], ['other/d.yaml']],
  ['a file twice, and its folder', ['./other/d.yaml', 'other/d.yaml', 'other'], ['other/[e].yaml', 'other/d.yaml']],
  ['a pattern', ['scenarios/*.yaml'], ['scenarios/a.yaml']],
  ['a deep pattern', ['scenarios/**/*.{json,yml}'], ['scenarios/b.yml', 'scenarios/sub/c.json']],
  ['a name with brackets', ['other/[e].yaml'], ['other/[e].yaml']],
])('%s', (_, paths, expected) => {
  const cwd = writeFiles(FILES);
  const { files, issues } = findScenarioFiles(paths, cwd);
  expect(issues).toEqual([]);
  expect(files.map(({ file }) => file)).toEqual(expected);
});

test('files outside the working directory are named by the way to them', () => {
  const cwd = writeFiles(FILES);
  const { files } = findScenarioFiles([join(cwd, 'other/d.yaml'), '../scenarios/a.yaml'], join(cwd, 'sub'));
  expect(files.map(({ file }) => file)).toEqual(['../other/d.yaml', '../scenarios/a.yaml']);
});

test('links are followed, loops end', () => {
  const cwd = writeFiles({ 'scenarios/a.yaml': '', 'elsewhere/b.yaml': '' });
  symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'scenarios/linked'));
  symlinkSync(join(cwd, 'scenarios'), join(cwd, 'scenarios/loop'));
  symlinkSync(join(cwd, 'gone'), join(cwd, 'scenarios/broken.yaml'));
  const { files } = findScenarioFiles([], cwd);
  expect(files.map(({ file }) => file)).toEqual([
    'scenarios/a.yaml',
    'scenarios/broken.yaml',
    'scenarios/linked/b.yaml',
  ]);
});

test('tool modules lie under the folder that was named; below scenarios, under it', () => {
  const cwd = writeFiles(FILES);
  const rootOf = (path: string): string | undefined => findScenarioFiles([path], cwd).files[0]?.root;
  expect(rootOf('scenarios/sub/c.json')).toBe(join(cwd, 'scenarios'));
  expect(rootOf('other')).toBe(join(cwd, 'other'));
  expect(rootOf('other/d.yaml')).toBe(join(cwd, 'other'));
});
