import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocks, patched, workshop } from '../support/guide.ts';
import { ROOT } from '../support/run-cli.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/contributing/add-a-lint.md'), 'utf8');

const PROBE = `
import { checkLoaded } from './src/check/check-loaded.ts';
import { loadScenarios } from './src/scenario/load.ts';
const { issues } = await checkLoaded(loadScenarios(['loud.yaml'], { cwd: process.cwd() }));
console.log(JSON.stringify(issues.map(({ file, line, code }) => [file, line, code])));
`;

test('the guide adds a lint by one file and one row', { timeout: 60_000 }, () => {
  const shop = workshop({
    'probe.ts': PROBE,
    'loud.yaml': 'id: loud\nprompt: ABSOLUTELYNOT\nexpect: { final: { contains: [a] } }\n',
  });
  const [file = ''] = blocks(GUIDE, 'ts');
  shop.write('src/check/lint/lint-shout.ts', file);
  const table = 'src/check/lints.ts';
  shop.write(table, blocks(GUIDE, 'diff').reduce(patched, shop.read(table)));

  expect(JSON.parse(shop.run('probe.ts'))).toEqual([['loud.yaml', 2, 'shouting']]);
  shop.run('scripts/generate.ts');
  expect(shop.read('docs/lints.md')).toContain('| `shouting` | A prompt is written in capitals. |');
  shop.check('src/check');
});
