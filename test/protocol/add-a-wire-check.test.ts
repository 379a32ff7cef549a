import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocks, patched, workshop } from '../support/guide.ts';
import { ROOT } from '../support/run-cli.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/contributing/add-a-wire-check.md'), 'utf8');

/** Reads one answer in each protocol, and draws the table of a model whose answers have the finding. */
const PROBE = `
import { ANSWER_CHECKS } from './src/protocol/checks.ts';
import { PROTOCOLS } from './src/protocol/protocols.ts';
const text = 'Yes.' + ' '.repeat(100);
const bodies = {
  chat: { choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }] },
  responses: { object: 'response', status: 'completed', output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }] },
  messages: { type: 'message', role: 'assistant', content: [{ type: 'text', text }], stop_reason: 'end_turn' },
  gemini: { candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }] },
};
const found = PROTOCOLS.map((protocol) => {
  const response = { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'json', value: bodies[protocol.name] } };
  const { findings } = protocol.read(response, protocol.contextOf({ endpoint: '', body: {} }, 1));
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
    found: Array.from({ length: 4 }, () => ['cosmetic: the text ends with 100 blanks']),
    counted: ['reasoning', 'answer-length'],
  });

  shop.run('scripts/generate.ts');
  expect(shop.read('docs/wire.md')).toContain('| `answer-length` | a text ends where the model ended it | cosmetic |');
  shop.check('src/protocol');
});
