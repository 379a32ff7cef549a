import * as fc from '../../support/properties.ts';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import type { ConversationEntry } from '../../../src/domain/conversation.ts';
import type { AssistantTurn } from '../../../src/domain/wire.ts';
import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { encodeResponses } from '../../../src/protocol/responses/encode.ts';
import { callsOf, corpusOf, hasCorpus, readExchange, type CorpusExchange } from '../corpus.ts';
import { eventsOf, streamOf } from './events.ts';

const exchanges = corpusOf('responses');
const isStream = ({ body }: CorpusExchange): boolean => /^(?:event|data):/m.test(body);

test.skipIf(!hasCorpus)('every real answer is read: its calls are the expected ones, a refusal is an error', () => {
  const wrong = exchanges.filter((exchange) => {
    const reading = readExchange(exchange);
    if (exchange.expected.calls === undefined) return reading.ok;
    return !deepEqual(callsOf(reading), exchange.expected.calls as unknown as Json);
  });
  expect(exchanges.length).toBeGreaterThan(100);
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

/** Fixtures that hold the answers of a whole tool loop in one body. */
const SEVERAL = /reasoning-encrypted-content/;

test.skipIf(!hasCorpus)('no real answer of OpenAI breaks a check of the wire', () => {
  const found = exchanges
    .filter(({ id }) => !SEVERAL.test(id))
    .flatMap((exchange) =>
      readExchange(exchange).findings.map(({ check, message }) => `${exchange.id}: ${check}: ${message}`),
    );
  expect(found).toEqual([]);
});

/** The client of OpenAI, on a server that answers with one body. */
async function responseOfSdk(body: string): Promise<JsonObject> {
  const client = new OpenAI({
    apiKey: 'placeholder',
    maxRetries: 0,
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  });
  const stream = client.responses.stream({ model: 'any', input: 'Hi' });
  return JSON.parse(JSON.stringify(await stream.finalResponse())) as JsonObject;
}

/** What the client of OpenAI adds to items. */
function withoutParsed(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutParsed);
  if (!isObject(value)) return value;
  const { parsed: _, parsed_arguments: __, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, withoutParsed(item)]));
}

test.skipIf(!hasCorpus)("a stream is put together as OpenAI's own client does it", async () => {
  const refused: string[] = [];
  let compared = 0;
  for (const exchange of exchanges.filter(isStream).filter(({ id }) => !SEVERAL.test(id))) {
    const reading = readExchange(exchange);
    let response: JsonObject;
    try {
      response = await responseOfSdk(exchange.body);
    } catch {
      refused.push(exchange.id);
      continue;
    }
    compared += 1;
    expect(withoutParsed((reading.ok ? [...reading.echo] : []) as Json), exchange.id).toEqual(
      withoutParsed(response['output'] ?? null),
    );
  }
  expect(compared).toBeGreaterThan(5);
  expect(refused).toEqual([]);
});

const whole = exchanges.filter((exchange) => exchange.status === 200 && !isStream(exchange));

test.skipIf(!hasCorpus)('an answer reads the same as one body and as events, however they are cut', () => {
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (exchange, cuts) => {
      const response = JSON.parse(exchange.body) as JsonObject;
      const plain = readExchange(exchange);
      const streamed = readExchange({
        ...exchange,
        request: { ...exchange.request, stream: true },
        headers: { 'content-type': 'text/event-stream' },
        body: streamOf(eventsOf(response, cuts)),
      });
      expect(callsOf(streamed)).toEqual(callsOf(plain));
      expect(streamed.ok && streamed.echo).toEqual(plain.ok && plain.echo);
      expect(streamed.ok && streamed.usage).toEqual(plain.ok && plain.usage);
      expect(streamed.findings).toEqual(plain.findings);
    }),
    { seed: 1, numRuns: 300 },
  );
});

/** What does not count: null or empty lists beside a text or of reasoning, and the status of an item. */
function comparable(value: Json): Json {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isObject(value)) return value;
  const { status: _, ...rest } = value;
  const kept = Object.entries(rest).filter(([key, item]) => !isEmpty(key, item));
  return Object.fromEntries(kept.map(([key, item]) => [key, comparable(item)]));
}

function isEmpty(key: string, item: Json): boolean {
  return item === null || (Array.isArray(item) && item.length === 0 && key !== 'summary');
}

/** The recorded results of the calls of an answer, in call order; null where one of them is no text. */
function resultsOf(turn: AssistantTurn, items: readonly JsonObject[]): ConversationEntry[] | null {
  const entries: ConversationEntry[] = [];
  for (const call of turn.calls) {
    const output = items.find((one) => asText(one['type']).endsWith('_call_output') && one['call_id'] === call.id)?.[
      'output'
    ];
    if (typeof output !== 'string') return null;
    const result = { callId: call.id, content: output, value: output, isError: false, unsimulated: false };
    entries.push({ kind: 'result', call, result });
  }
  return entries;
}

function conversations(): CorpusExchange[][] {
  const bySource = new Map<string, CorpusExchange[]>();
  for (const one of exchanges) {
    if (one.request !== null) bySource.set(one.source, [...(bySource.get(one.source) ?? []), one]);
  }
  return [...bySource.values()].filter((list) => list.length > 1);
}

/** Recorded clients that wrote the answer anew instead of sending it back. */
const REWRITTEN = new Set([
  // Older versions leave out the ids of items, and put an empty message before calls.
  'test_openai_responses/test_openai_responses_model_retry#0',
  'test_openai_responses/test_openai_responses_model_simple_response_with_tool_call#0',
  'test_openai_responses/test_prompted_output#0',
  'test_openai_responses/test_text_output_function#0',
  // The search of tools by the provider is written in other words, or left out.
  'test_tool_search/test_live_tool_search_handoff_openai_to_anthropic#0',
  'test_tool_search/test_openai_hosted_tool_search_stateless_continuation_without_item_ids#1',
  'test_tool_search/test_openai_native_tool_search_round_trip#0',
  'test_tool_search/test_openai_native_tool_search_streaming#0',
  'test_tool_search/test_openai_native_tool_search_with_deferred_capability_gpt_5_6_sol#0',
  'test_tool_search/test_openai_native_tool_search_with_deferred_capability_gpt_5_6_sol#2',
  // The request was recorded with another answer than the one before it.
  'test_openai_responses/test_openai_responses_phase_streamed_on_part_start#0',
]);

test.skipIf(!hasCorpus)('answers, reasoning and results go back as the recorded clients sent them', () => {
  const differing: string[] = [];
  let answers = 0;
  let results = 0;
  for (const conversation of conversations()) {
    for (const [i, exchange] of conversation.entries()) {
      const next = conversation[i + 1]?.request;
      const before = exchange.request?.['input'];
      const after = next?.['input'];
      const turn = readExchange(exchange);
      if (next?.['previous_response_id'] !== undefined || !Array.isArray(after) || !turn.ok) continue;
      const start = Array.isArray(before) ? before.length : 1;
      const added = after.slice(start).filter(isObject);
      const recorded = added.slice(0, turn.echo.length);
      const given = resultsOf(turn, added);
      if (recorded.length < turn.echo.length || given === null || given.length === 0) continue;
      const { body } = encodeResponses({
        model: { servedAs: 'any', omit: [], rename: {} },
        conversation: [{ kind: 'answer', turn }, ...given],
        tools: [],
        choice: null,
        defaults: { temperature: null, maxTokens: null },
        parameters: {},
      });
      const input = body['input'] as JsonObject[];
      answers += 1;
      results += given.length;
      const outputs = added.filter((one) => asText(one['type']).endsWith('_call_output'));
      const sent = comparable([...recorded, ...outputs]);
      if (!deepEqual(comparable(input), sent)) differing.push(exchange.id);
    }
  }
  expect(answers).toBeGreaterThan(20);
  expect(results).toBeGreaterThan(20);
  expect(differing.filter((id) => !REWRITTEN.has(id))).toEqual([]);
});
