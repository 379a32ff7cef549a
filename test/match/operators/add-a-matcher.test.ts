import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/run-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/contributing/add-a-matcher.md'), 'utf8');

function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(([, text = '']) => text);
}

/** Applies a diff of one hunk without line numbers. */
function patched(text: string, diff: string): string {
  const lines = diff.trimEnd().split('\n');
  const side = (dropped: string): string =>
    lines
      .filter((line) => !line.startsWith(dropped))
      .map((line) => line.slice(1))
      .join('\n');
  const [before, after] = [side('+'), side('-')];
  expect(text.split(before).length, `one place for ${before}`).toBe(2);
  return text.replace(before, after);
}

/** Uses the new operator in all that reads the table. */
const PROBE = `
import { checkMatcher } from './src/match/match-check.ts';
import { describeMatcher } from './src/match/describe.ts';
import { exampleFor } from './src/match/examples/example.ts';
import { fits, matchValue } from './src/match/match.ts';
import { allowsOnPurpose } from './src/check/leniency.ts';
const matcher = { $prefix: 'INV-' };
console.log(JSON.stringify({
  fits: ['INV-7', 'inv-7', 7].map((value) => fits(matcher, value)),
  mismatch: matchValue({ id: matcher }, { id: 'X-7' }, ''),
  described: describeMatcher(matcher),
  issue: checkMatcher({ $prefix: '' }, 'id')[0].message,
  example: exampleFor(matcher, { type: 'string', pattern: '^INV-\\\\d$' }),
  meant: allowsOnPurpose(matcher, 'INV-7'),
}));
`;

test('the guide adds a matcher by one file and one row', { timeout: 60_000 }, () => {
  const dir = tempDir({ 'probe.ts': PROBE, 'docs/.keep': '', 'schema/.keep': '' });
  for (const part of ['src', 'scripts', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, part), join(dir, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  const [file = ''] = blocks('ts');
  writeFileSync(join(dir, 'src/match/operators/text/prefix.ts'), file);
  const table = join(dir, 'src/match/operators.ts');
  writeFileSync(table, blocks('diff').reduce(patched, readFileSync(table, 'utf8')));
  const run = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });

  expect(JSON.parse(run('probe.ts'))).toEqual({
    fits: [true, false, false],
    mismatch: [{ path: 'id', expected: { $prefix: 'INV-' }, actual: 'X-7', detail: '$prefix' }],
    described: 'text that begins with "INV-"',
    issue: 'expected a text that is not empty, found ""',
    example: { ok: true, value: 'INV-1' },
    meant: false,
  });

  run('scripts/generate.ts');
  expect(readFileSync(join(dir, 'docs/matchers.md'), 'utf8')).toContain(
    '| `$prefix` | `"…"` | strings that begin with this text | `$prefix: "INV-"` |',
  );
  expect(readFileSync(join(dir, 'schema/scenario.schema.json'), 'utf8')).toContain('"$prefix"');

  writeFileSync(
    join(dir, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(ROOT, 'node_modules/@types')] },
      include: ['src/match'],
      exclude: [],
    }),
  );
  run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.');
});
