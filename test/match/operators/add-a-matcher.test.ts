import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocks, patched, workshop } from '../../support/guide.ts';
import { ROOT } from '../../support/run-cli.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/contributing/add-a-matcher.md'), 'utf8');

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
  const shop = workshop({ 'probe.ts': PROBE });
  const [file = ''] = blocks(GUIDE, 'ts');
  shop.write('src/match/operators/text/prefix.ts', file);
  const table = 'src/match/operators.ts';
  shop.write(table, blocks(GUIDE, 'diff').reduce(patched, shop.read(table)));

  expect(JSON.parse(shop.run('probe.ts'))).toEqual({
    fits: [true, false, false],
    mismatch: [{ path: 'id', expected: { $prefix: 'INV-' }, actual: 'X-7', detail: '$prefix' }],
    described: 'text that begins with "INV-"',
    issue: 'expected a text that is not empty, found ""',
    example: { ok: true, value: 'INV-1' },
    meant: false,
  });

  shop.run('scripts/generate.ts');
  expect(shop.read('docs/matchers.md')).toContain(
    '| `$prefix` | `"…"` | strings that begin with this text | `$prefix: "INV-"` |',
  );
  expect(shop.read('schema/scenario.schema.json')).toContain('"$prefix"');
  shop.check('src/match');
});
