import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { replaceCell } from '../src/cassette/store/replace-cell.ts';
import { createKeyer } from '../src/cassette/lookup/key.ts';
import { createRedactor } from '../src/redact/redact.ts';
import { openCassette } from '../src/cassette/store/store.ts';
import type { JsonObject } from '../src/json/json.ts';
import type { RawBody } from '../src/domain/wire.ts';

/** Replays 100,000 requests in one process and prints how much the heap has grown; fails above 64 MB. */
const REQUESTS = 100_000;
const LIMIT_MB = 64;
const CELLS = 200;
const ENDPOINT = '/chat/completions';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapMb = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
};

const dir = mkdtempSync(join(tmpdir(), 'tooltape-heap-'));
const keyer = createKeyer({ redactor: createRedactor() });
const ask = (cell: number, step: number): JsonObject => ({
  model: 'm',
  messages: Array.from({ length: step * 2 - 1 }, (_, i) => ({
    role: i % 2 ? 'tool' : 'user',
    content: `message ${i} of ${cell}`,
  })),
  tools: [{ type: 'function', function: { name: `tool_${cell}`, parameters: { type: 'object', properties: {} } } }],
});
const event = (text: string): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
const answers: RawBody[] = [
  { kind: 'json', value: { choices: [{ message: { content: 'x'.repeat(500) }, finish_reason: 'tool_calls' }] } },
  { kind: 'sse', text: `${Array.from({ length: 15 }, (_, i) => event(`part ${i}`)).join('')}data: [DONE]\n\n` },
];
for (let cell = 0; cell < CELLS; cell++) {
  const interactions = answers.map((body, i) => {
    const request = ask(cell, i + 1);
    const response = { status: 200, headers: {}, body };
    return { endpoint: ENDPOINT, key: keyer.keyOf(ENDPOINT, request), request, response, latencyMs: 1, firstByteMs: 1 };
  });
  const meta = { scenario: `s${cell}`, model: 'm', gateway: 'g', source: 'live', recordedAt: '' } as const;
  replaceCell(dir, meta, [{ trial: 1, interactions }]);
}

const before = heapMb();
const start = performance.now();
for (let done = 0; done < REQUESTS; done += 2) {
  const cell = (done / 2) % CELLS;
  const replay = openCassette(dir, `s${cell}`, 'm', keyer)?.replayOf(1);
  for (const step of [1, 2]) {
    const found = replay?.find(ENDPOINT, ask(cell, step));
    if (found === undefined || 'miss' in found) throw new Error(`request ${done} was not found`);
  }
}
const perRequest = ((performance.now() - start) * 1000) / REQUESTS;
const grown = heapMb() - before;
rmSync(dir, { recursive: true });
console.log(
  `${REQUESTS} requests, ${perRequest.toFixed(1)} µs each with opening: heap ${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB (limit ${LIMIT_MB})`,
);
if (grown > LIMIT_MB) process.exitCode = 1;
