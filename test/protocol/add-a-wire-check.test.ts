import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';
import { blocks, patched, workshop } from '../support/guide.ts';
import { ROOT } from '../support/run-cli.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/contributing/add-a-wire-check.md'), 'utf8');

/** Reads one answer in each protocol, and draws the table of a model whose answers have the finding. */
const PROBE = `
import { ANSWER_CHECKS } from './src/protocol/checks.ts';
import { PROTOCOLS } from './src/protocol/protocols.ts';
const text = 'Yes.' + ' '.repeat(100);
const frame = { id: 'abc123', model: 'm', callCount: 0, requestLength: 400 };
const found = PROTOCOLS.map((protocol) => {
  const request = { endpoint: protocol.example, body: {} };
  const value = JSON.parse(protocol.serving.write({ kind: 'text', text }, frame, request).text);
  const response = { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'json', value } };
  const { findings } = protocol.read(response, protocol.contextOf(request, 1));
  return findings.filter(({ check }) => check === 'answer-length').map(({ severity, message }) => severity + ': ' + message);
});
console.log(JSON.stringify({ found, counted: ANSWER_CHECKS.slice(-2) }));
`;

test('the guide adds a wire check by one file and one row', { timeout: 60_000 }, () => {
  const shop = workshop({ 'probe.ts': PROBE });
  const [file = ''] = blocks(GUIDE, 'ts');
  shop.write('src/protocol/checks/answer-length.ts', file);
  const table = 'src/protocol/checks.ts';
  shop.write(table, blocks(GUIDE, 'diff').reduce(patched, shop.read(table)));

  expect(JSON.parse(shop.run('probe.ts'))).toEqual({
    found: PROTOCOLS.map(() => ['cosmetic: the text ends with 100 blanks']),
    counted: ['reasoning', 'answer-length'],
  });

  shop.run('scripts/generate.ts');
  expect(shop.read('docs/wire.md')).toContain('| `answer-length` | a text ends where the model ended it | cosmetic |');
  shop.check('src/protocol');
});
