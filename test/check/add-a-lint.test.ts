import { expect, test } from 'vitest';
import { workshop } from '../support/guide.ts';

const LINT = `
import { defineLint, warning, type Lint } from '../finding.ts';

/** Prompts that shout at the model. */
export const shoutLint: Lint = defineLint({
  codes: { shouting: 'A prompt is written in capitals.' },
  over: () => (scenario) => {
    const text = JSON.stringify(scenario.turns[0]?.messages ?? []);
    return /[A-Z]{12}/.test(text) ? [warning('shouting', 'prompt', 'Write it as one says it.')] : [];
  },
});
`;

const PROBE = `
import { checkLoaded } from './src/check/check-loaded.ts';
import { loadScenarios } from './src/scenario/load.ts';
const { issues } = await checkLoaded(loadScenarios(['loud.yaml'], { cwd: process.cwd() }));
console.log(JSON.stringify(issues.map(({ file, line, code }) => [file, line, code])));
`;

test('a lint is one file and one row', { timeout: 60_000 }, () => {
  const shop = workshop({
    'probe.ts': PROBE,
    'loud.yaml': 'id: loud\nprompt: ABSOLUTELYNOT\nexpect: { final: { contains: [a] } }\n',
  });
  shop.write('src/check/lint/lint-shout.ts', LINT);
  const table = 'src/check/lints.ts';
  const row = shop.read(table).replace('readonly Lint[] = [', 'readonly Lint[] = [shoutLint, ');
  shop.write(table, `import { shoutLint } from './lint/lint-shout.ts';\n${row}`);

  expect(JSON.parse(shop.run('probe.ts'))).toEqual([['loud.yaml', 2, 'shouting']]);
  shop.run('scripts/generate.ts');
  expect(shop.read('docs/lints.md')).toContain('| `shouting` | A prompt is written in capitals. |');
  shop.checkTypes('src/check');
});
