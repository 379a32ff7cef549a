import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { LLMock } from '@copilotkit/aimock';
import { OpenAI } from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import { bodyText } from '../../../src/protocol/raw-body.ts';
import { createCellWriter } from '../../support/cell-writer.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { openCassette } from '../../../src/cassette/store/store.ts';
import { createRecordingTransport } from '../../../src/cassette/record/transport.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import type { TrialReplay } from '../../../src/domain/recording.ts';
import { startServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

const SECRET = 'sk-proj-AbCdEf0123456789AbCdEf0123456789AbCd';
/** A recording knows the key by its value, a replay only by its shape. */
const knowing = createRedactor({ secrets: [SECRET] });
const recordingKeyer = createKeyer({ redactor: knowing });
const replayKeyer = createKeyer({ redactor: createRedactor() });

type Ask = (body: JsonObject) => Promise<string>;

/** Two requests: the second holds what the first answered, with an id of the gateway's own, and a tool result with the key. */
async function converse(ask: Ask, stream: boolean, ids: string): Promise<string[]> {
  const tools = [
    { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } },
  ];
  const body = { model: 'gpt-4o', tools, stream, temperature: 0, messages: [{ role: 'user', content: 'weather?' }] };
  const first = await ask(body);
  const call = { id: ids, type: 'function', function: { name: 'get_weather', arguments: '{}' } };
  const messages = [
    ...body.messages,
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: ids, content: `the key is ${SECRET}` },
  ];
  return [first, await ask({ ...body, messages })];
}

async function recordTrials(dir: string, baseUrl: string): Promise<string[][]> {
  const writer = createCellWriter({
    dir,
    scenario: 's',
    model: 'm',
    gateway: 'g',
    source: 'live',
    now: () => Date.UTC(2026, 10, 23),
    mode: 'missing',
  });
  const live: string[][] = [];
  for (const [trial, stream] of [
    [1, false],
    [2, true],
  ] as const) {
    const transport = createRecordingTransport({
      fetch,
      baseUrl,
      keyer: recordingKeyer,
      redactor: knowing,
      clock: () => performance.now(),
    });
    const sdk = new OpenAI({ baseURL: baseUrl, apiKey: SECRET, maxRetries: 0, fetch: transport.fetch });
    const ask: Ask = async (body) => {
      await (await sdk.chat.completions.create(body as never).asResponse()).text();
      const exchange = await transport.latest();
      expect(exchange?.complete).toBe(true);
      transport.keep();
      return bodyText(exchange?.response.body as never) as string;
    };
    live.push(await converse(ask, stream, `live-${trial}`));
    await writer.save({ trial, interactions: transport.interactions });
  }
  return live;
}

/** The same body straight to the lookup: what the SDK would have sent has the same key. */
function asking(replay: TrialReplay | undefined): Ask {
  return async (body) => {
    const found = replay?.find('/chat/completions', body);
    if (found === undefined || 'miss' in found) throw new Error(JSON.stringify(found));
    return bodyText(found.interaction.response.body) as string;
  };
}

async function replayTrials(dir: string): Promise<string[][]> {
  const cassette = openCassette(dir, 's', 'm', replayKeyer);
  return Promise.all(
    [1, 2].map((trial) => converse(asking(cassette?.replayOf(trial)), trial === 2, `replayed-${trial}`)),
  );
}

const EVENTS = [
  '{"choices":[{"index":0,"delta":{"content":"北京"},"finish_reason":null}]}',
  '{"choices":[{"index":0,"delta":{"content":"晴"},"finish_reason":"stop"}]}',
  '[DONE]',
];

test('aimock is recorded, stopped, and replayed to the same texts, whole and streamed', async () => {
  const mock = new LLMock({ port: 0 });
  onTestFinished(() => mock.stop().catch(() => {}));
  mock.on(
    { userMessage: 'weather?', hasToolResult: false },
    { toolCalls: [{ name: 'get_weather', arguments: '{"city":"Paris"}' }] },
  );
  mock.on({ userMessage: 'weather?', hasToolResult: true }, { content: 'Sunny, 晴.' });
  await mock.start();
  const dir = tempDir();
  const live = await recordTrials(dir, `${mock.url}/v1`);
  await mock.stop();
  expect(live.flat().every((text) => text.length > 50)).toBe(true);
  expect(await replayTrials(dir)).toEqual(live);
  expect(readFileSync(join(dir, 's/m.json'), 'utf8')).not.toContain(SECRET);
});

test.each(['identity', 'gzip', 'br'] as const)(
  'a server that answers in %s, in chunks, with CRLF and its own key in them, is replayed to the same texts',
  async (encoding) => {
    const encode = {
      identity: (text: string) => Buffer.from(text),
      gzip: (text: string) => gzipSync(text),
      br: (text: string) => brotliCompressSync(text),
    }[encoding];
    const server = await startServer(async (response, body, { headers }) => {
      const { stream } = JSON.parse(body) as { stream?: boolean };
      const key = headers.authorization?.replace('Bearer ', '') ?? '';
      response.writeHead(200, {
        'content-encoding': encoding,
        'content-type': stream ? 'text/event-stream' : 'application/json',
        'set-cookie': `k=${key}`,
        'x-key': key,
      });
      const events = [
        ...EVENTS.slice(0, 1),
        JSON.stringify({ choices: [{ index: 0, delta: { content: key.slice(0, 12) } }] }),
        JSON.stringify({ choices: [{ index: 0, delta: { content: key.slice(12) } }] }),
        ...EVENTS.slice(1),
      ];
      const text = stream
        ? `: hello\r\n\r\n${events.map((event) => `data: ${event}\r\n\r\n`).join('')}`
        : `{"choices": [{"message": {"content": "the key ${key}", "n": 1.0}}]}\n`;
      const bytes = encode(text);
      for (let at = 0; at < bytes.length; at += 50) {
        response.write(bytes.subarray(at, at + 50));
        await new Promise((done) => setTimeout(done, 1));
      }
      response.end();
    });
    const dir = tempDir();
    const live = await recordTrials(dir, `${server.origin}/v1`);
    await server.close();
    expect(await replayTrials(dir)).toEqual(live);
    const written = readFileSync(join(dir, 's/m.json'), 'utf8');
    for (const part of [SECRET, SECRET.slice(0, 12), SECRET.slice(12)]) expect(written).not.toContain(part);
    expect(live[1]?.[0]).toContain(': hello\r\n\r\ndata: ');
    expect(live[0]?.[0]).toContain('"n": 1.0}}]}\n');
  },
);

test('two trials recorded at the same time replay to their own numbers, whatever the order of arrival', async () => {
  const server = await startServer(async (response, _, { headers }) => {
    const { trial } = headers;
    await new Promise((done) => setTimeout(done, trial === '1' ? 40 : 5));
    response.end(JSON.stringify({ trial, choices: [] }));
  });
  const dir = tempDir();
  const writer = createCellWriter({
    dir,
    scenario: 's',
    model: 'm',
    gateway: 'g',
    source: 'live',
    now: () => 0,
    mode: 'missing',
  });
  const body = { model: 'm', messages: [{ role: 'user', content: 'same' }] };
  await Promise.all(
    [1, 2, 3].map(async (trial) => {
      const transport = createRecordingTransport({
        fetch,
        baseUrl: server.origin,
        keyer: recordingKeyer,
        redactor: knowing,
        clock: () => performance.now(),
      });
      await (
        await transport.fetch(`${server.origin}/x`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { trial: String(trial) },
        })
      ).text();
      await transport.latest();
      transport.keep();
      await writer.save({ trial, interactions: transport.interactions });
    }),
  );
  const cassette = openCassette(dir, 's', 'm', replayKeyer);
  for (const trial of [3, 1, 2]) {
    expect(cassette?.replayOf(trial).find('/x', body)).toMatchObject({
      interaction: { response: { body: { value: { trial: String(trial) } } } },
    });
  }
});
