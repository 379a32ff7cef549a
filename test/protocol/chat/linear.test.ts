import { expect, onTestFinished, test } from 'vitest';
import { JsonScanner } from '../../../src/json/json-scanner.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import { context, sseResponse } from '../../client/support.ts';

const chunk = (call: JsonObject | null, finish: string | null = null): string =>
  `data: ${JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o',
    choices: [{ index: 0, delta: call === null ? {} : { tool_calls: [call] }, finish_reason: finish }],
  })}\n\n`;

/** A stream that gives one call's arguments, a text of that length, in pieces of twenty characters. */
function streamed(length: number, entry: (piece: string, place: number) => JsonObject): string {
  const text = `{"city":"${'x'.repeat(length)}"}`;
  const pieces = text.match(/.{1,20}/gs) ?? [];
  return `${pieces.map((piece, i) => chunk(entry(piece, i))).join('')}${chunk(null, 'tool_calls')}data: [DONE]\n\n`;
}

/** Counts the characters that scanners look at while a stream is read. */
function scanned(body: string): number {
  let steps = 0;
  // oxlint-disable-next-line typescript/unbound-method -- called with its scanner below
  const { feed } = JsonScanner.prototype;
  JsonScanner.prototype.feed = function counted(this: JsonScanner, text: string): void {
    const before = this.steps;
    feed.call(this, text);
    steps += this.steps - before;
  };
  onTestFinished(() => {
    JsonScanner.prototype.feed = feed;
  });
  const reading = readResponse(sseResponse(body), context({ stream: true }));
  JsonScanner.prototype.feed = feed;
  expect(reading).toMatchObject({ ok: true, calls: [{ name: 'get_weather' }] });
  return steps;
}

const WAYS: readonly (readonly [string, (piece: string, place: number) => JsonObject])[] = [
  [
    'a name repeated without an index',
    (piece) => ({ id: 'a', type: 'function', function: { name: 'get_weather', arguments: piece } }),
  ],
  [
    'an id that changes with every piece',
    (piece, i) => ({ index: 0, id: `id_${i}`, type: 'function', function: { name: 'get_weather', arguments: piece } }),
  ],
  [
    'no index and no name after the first piece',
    (piece, i) => ({
      ...(i === 0 && { id: 'a' }),
      function: { ...(i === 0 && { name: 'get_weather' }), arguments: piece },
    }),
  ],
  [
    'one index for all',
    (piece, i) => ({
      index: 0,
      ...(i === 0 && { id: 'a' }),
      function: { ...(i === 0 && { name: 'get_weather' }), arguments: piece },
    }),
  ],
];

test.each(WAYS)('reading is linear in the body: %s', (_, entry) => {
  const half = scanned(streamed(100_000, entry));
  const whole = scanned(streamed(200_000, entry));
  expect(half).toBeGreaterThanOrEqual(100_000);
  // Each piece is looked at once to see whose it is, and once to take it.
  expect(whole).toBeLessThanOrEqual(3 * 200_000);
  expect(whole / half).toBeLessThan(2.05);
});

test('two calls under one index without ids are two where the name of another begins the second', () => {
  const pieces = [
    chunk({ index: 0, type: 'function', function: { name: 'get_weather', arguments: '{"city":"Bern"}' } }),
    chunk({ index: 0, type: 'function', function: { name: 'search_products', arguments: '{"query":"umbrella"}' } }),
  ];
  const body = `${pieces.join('')}${chunk(null, 'tool_calls')}data: [DONE]\n\n`;
  const reading = readResponse(sseResponse(body), context({ stream: true }));
  expect(reading).toMatchObject({
    ok: true,
    calls: [
      { name: 'get_weather', arguments: { city: 'Bern' } },
      { name: 'search_products', arguments: { query: 'umbrella' } },
    ],
  });
});
