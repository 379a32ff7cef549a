import Anthropic from '@anthropic-ai/sdk';
import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import type { ConversationEntry } from '../../../src/domain/conversation.ts';
import type { AssistantTurn } from '../../../src/domain/wire.ts';
import { deepEqual, isObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { encodeMessages } from '../../../src/protocol/messages/encode.ts';
import { callsOf, corpusOf, hasCorpus, readExchange, type CorpusExchange } from '../corpus.ts';
import { eventsOf, streamOf } from './events.ts';

const exchanges = corpusOf('messages');
const isStream = (exchange: CorpusExchange): boolean =>
  exchange.body.includes('\nevent: message_start') || exchange.body.startsWith('event:');

test.skipIf(!hasCorpus)('every real answer is read: its calls are the expected ones, a refusal is an error', () => {
  const wrong = exchanges.filter((exchange) => {
    const reading = readExchange(exchange);
    if (exchange.expected.calls === undefined) return reading.ok;
    return JSON.stringify(callsOf(reading)) !== JSON.stringify(exchange.expected.calls);
  });
  expect(exchanges.length).toBeGreaterThan(100);
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

/** Fixtures that hold the answers of a whole tool loop in one body. */
const SEVERAL = /anthropic-(?:programmatic-tool-calling|tool-search-(?:deferred-)?(?:regex|bm25))/;

test.skipIf(!hasCorpus)('no real answer of Anthropic breaks a check of the wire', () => {
  const found = exchanges
    .filter(({ id }) => !SEVERAL.test(id))
    .flatMap((exchange) =>
      readExchange(exchange).findings.map(({ check, message }) => `${exchange.id}: ${check}: ${message}`),
    );
  expect(found).toEqual([]);
});

/** The client of Anthropic, on a server that answers with one body. */
async function messageOfSdk(body: string): Promise<JsonObject> {
  const client = new Anthropic({
    apiKey: 'placeholder',
    maxRetries: 0,
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  });
  const stream = client.messages.stream({ model: 'any', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] });
  return JSON.parse(JSON.stringify(await stream.finalMessage())) as JsonObject;
}

test.skipIf(!hasCorpus)("a stream is put together as Anthropic's own client does it", async () => {
  const refused: string[] = [];
  for (const exchange of exchanges.filter(isStream)) {
    const reading = readExchange(exchange);
    let message: JsonObject;
    try {
      message = await messageOfSdk(exchange.body);
    } catch {
      refused.push(exchange.id);
      continue;
    }
    expect(reading.ok && reading.echo[0]?.['content'], exchange.id).toEqual(message['content']);
    expect(reading.ok && reading.finishReason, exchange.id).toBe(message['stop_reason']);
  }
  // Its client refuses a second message_start; we read on, and report it.
  expect(refused.filter((id) => !SEVERAL.test(id))).toEqual([]);
});

const whole = exchanges.filter((exchange) => exchange.status === 200 && !isStream(exchange));

test.skipIf(!hasCorpus)('an answer reads the same as one body and as events, however they are cut', () => {
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (exchange, cuts) => {
      const message = JSON.parse(exchange.body) as JsonObject;
      const plain = readExchange(exchange);
      const streamed = readExchange({
        ...exchange,
        request: { ...exchange.request, stream: true },
        headers: { 'content-type': 'text/event-stream' },
        body: streamOf(eventsOf(message, cuts)),
      });
      expect(callsOf(streamed)).toEqual(callsOf(plain));
      expect(streamed.ok && streamed.echo).toEqual(plain.ok && plain.echo);
      expect(streamed.ok && streamed.usage).toEqual(plain.ok && plain.usage);
      expect(streamed.findings).toEqual(plain.findings);
    }),
    { seed: 1, numRuns: 500 },
  );
});

/** Exchanges by conversation, in order. */
function conversations(): CorpusExchange[][] {
  const bySource = new Map<string, CorpusExchange[]>();
  for (const one of exchanges)
    if (one.request !== null) bySource.set(one.source, [...(bySource.get(one.source) ?? []), one]);
  return [...bySource.values()].filter((list) => list.length > 1);
}

/** What does not count: nulls, `caller`, which older clients do not know, and where a prompt is cached. */
function comparable(content: Json | undefined): Json {
  if (!Array.isArray(content)) return [{ type: 'text', text: content ?? '' }];
  return content.map(withoutNulls);
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const { caller: _, cache_control: __, ...rest } = value;
  const kept = Object.entries(rest).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

/** The recorded results of the calls of an answer; null where one of them is no text. */
function resultsOf(turn: AssistantTurn, blocks: readonly JsonObject[]): ConversationEntry[] | null {
  const entries: ConversationEntry[] = [];
  for (const call of turn.calls) {
    const block = blocks.find((one) => one['tool_use_id'] === call.id);
    if (typeof block?.['content'] !== 'string') return null;
    const { content } = block;
    const isError = block['is_error'] === true;
    entries.push({
      kind: 'result',
      call,
      result: { callId: call.id, content, value: content, isError, unsimulated: false },
    });
  }
  return entries;
}

test.skipIf(!hasCorpus)('answers and results go back as the recorded clients sent them', () => {
  const differing: string[] = [];
  const compared = { answers: 0, results: 0 };
  for (const conversation of conversations()) {
    for (const [i, exchange] of conversation.entries()) {
      const next = conversation[i + 1]?.request?.['messages'];
      const before = exchange.request?.['messages'];
      const turn = readExchange(exchange);
      if (!Array.isArray(next) || !Array.isArray(before) || !turn.ok || next.length <= before.length) continue;
      const [recorded, after] = next.slice(before.length);
      if (!isObject(recorded) || recorded['role'] !== 'assistant') continue;
      const blocks = isObject(after) && Array.isArray(after['content']) ? after['content'].filter(isObject) : [];
      const recordedResults = blocks.filter((block) => block['type'] === 'tool_result');
      const results = resultsOf(turn, recordedResults);
      const { body } = encodeMessages({
        model: { servedAs: 'any', omit: [], rename: {} },
        conversation: [{ kind: 'answer', turn }, ...(results ?? [])],
        tools: [],
        choice: null,
        defaults: { temperature: null, maxTokens: 1 },
        parameters: {},
      });
      const [echo, answered] = body['messages'] as JsonObject[];
      compared.answers += 1;
      const same = (a: Json | undefined, b: Json | undefined): boolean => deepEqual(comparable(a), comparable(b));
      if (!same(echo?.['content'], recorded['content'])) differing.push(`${exchange.id}: answer`);
      if (results === null || results.length === 0) continue;
      compared.results += 1;
      const withFlag = recordedResults.map((block) =>
        block['is_error'] === false ? { ...block, is_error: null } : block,
      );
      if (!same(answered?.['content'], withFlag)) differing.push(`${exchange.id}: results`);
    }
  }
  expect(compared.answers).toBeGreaterThan(40);
  expect(compared.results).toBeGreaterThan(5);
  expect(differing).toEqual([]);
});
