import { expect, test } from 'vitest';
import type { ConversationEntry } from '../../../src/domain/conversation.ts';
import type { AssistantTurn } from '../../../src/domain/wire.ts';
import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { encodeGemini } from '../../../src/protocol/gemini/encode.ts';
import { field } from '../../../src/protocol/gemini/field.ts';
import { callsOf, corpusOf, hasCorpus, readExchange, type CorpusExchange } from '../corpus.ts';

const exchanges = corpusOf('gemini');

/** Arguments that come value by value: the corpus counts each piece as a call, and Google's documentation calls them one. */
const PIECES = /google(?:-vertex)?-stream-tool-call-/;

test.skipIf(!hasCorpus)('every real answer is read: its calls are the expected ones, a refusal is an error', () => {
  const wrong = exchanges
    .filter(({ id }) => !PIECES.test(id))
    .filter((exchange) => {
      const reading = readExchange(exchange);
      if (exchange.expected.calls === undefined) return reading.ok;
      return !deepEqual(callsOf(reading), exchange.expected.calls as unknown as Json);
    });
  expect(exchanges.length).toBeGreaterThan(100);
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test.skipIf(!hasCorpus)('no real answer of Gemini breaks a check of the wire', () => {
  const found = exchanges
    .filter(({ path }) => path !== '')
    .flatMap((exchange) =>
      readExchange(exchange).findings.map(({ check, message }) => `${exchange.id}: ${check}: ${message}`),
    );
  expect(found).toEqual([]);
});

const whole = exchanges.filter(
  ({ status, body, expected }) => status === 200 && body.startsWith('{') && expected.calls,
);

test.skipIf(!hasCorpus)('an answer reads the same as one body and as chunks', () => {
  for (const exchange of whole) {
    const answer = JSON.parse(exchange.body) as JsonObject;
    const [candidate = {}] = answer['candidates'] as JsonObject[];
    const { content, finishReason, finishMessage, ...rest } = candidate;
    const parts = isObject(content ?? null) ? ((content as JsonObject)['parts'] as JsonObject[]) : [];
    const pieces = parts.flatMap((part) => {
      const text = asText(part['text']);
      if (Object.keys(part).length !== 1 || text.length < 2) return [[part]];
      return [[{ text: text.slice(0, text.length / 2) }], [{ text: text.slice(text.length / 2) }]];
    });
    const end = { finishReason, ...(finishMessage === undefined ? {} : { finishMessage }) };
    const chunks = [...pieces.map((piece) => ({ content: { parts: piece, role: 'model' } })), { ...rest, ...end }];
    const { usageMetadata, ...head } = answer;
    const body = chunks
      .map((one, i) => ({ ...head, candidates: [one], ...(i === chunks.length - 1 ? { usageMetadata } : {}) }))
      .map((one) => `data: ${JSON.stringify(one)}\r\n\r\n`)
      .join('');
    const streamed = readExchange({
      ...exchange,
      path: exchange.path.replace(':generateContent', ':streamGenerateContent'),
      headers: { 'content-type': 'text/event-stream' },
      body,
    });
    const plain = readExchange(exchange);
    expect(callsOf(streamed), exchange.id).toEqual(callsOf(plain));
    expect(streamed.ok && streamed.usage, exchange.id).toEqual(plain.ok && plain.usage);
    expect(streamed.ok && streamed.text, exchange.id).toEqual(plain.ok && plain.text);
  }
});

test.skipIf(!hasCorpus)('arguments that come value by value are joined to one call', () => {
  const streamed = (id: string): unknown => {
    const exchange = exchanges.find((one) => one.id === id);
    return exchange === undefined ? null : callsOf(readExchange(exchange));
  };
  expect(streamed('ai/google/google-stream-tool-call-arguments')).toEqual([
    { name: 'getWeather', arguments: { location: 'Boston' } },
    { name: 'getWeather', arguments: { location: 'San Francisco' } },
  ]);
  expect(streamed('ai/google/google-stream-tool-call-array-arguments-missing-terminal-function-call')).toEqual([
    {
      name: 'writeItems',
      arguments: {
        operations: [
          { action: 'add', description: 'Fresh red apple', itemid: 'apple_001', price: 0.5 },
          { action: 'add', description: 'Ripe yellow banana', itemid: 'banana_001', price: 0.3 },
        ],
      },
    },
  ]);
});

/** Camel and snake case, base64 and base64url count as one; nulls and the role that is the default say nothing. */
function comparable(value: Json, served: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((item) => comparable(item, served));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(
    entries.map(([key, item]) => {
      const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      if (name === 'thoughtSignature')
        return [name, asText(item).replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')];
      if (name === 'functionCall' || name === 'functionResponse') return [name, withoutAddedId(item, served)];
      return [name, comparable(item, served)];
    }),
  );
}

/** Pydantic's client gives an id to a call that came without one. */
function withoutAddedId(call: Json, served: ReadonlySet<string>): Json {
  if (!isObject(call)) return call;
  const { id, ...rest } = call;
  return typeof id === 'string' && served.has(id) ? call : rest;
}

/** The recorded results of the calls of an answer, in call order; null where one is missing. */
function resultsOf(turn: AssistantTurn, parts: readonly JsonObject[]): ConversationEntry[] | null {
  const answers = parts.map((part) => field(part, 'functionResponse')).filter(isObject);
  if (answers.length !== turn.calls.length) return null;
  // Parts beside the response carry media, which results in chat form do not have.
  if (answers.some((answer) => 'parts' in answer)) return null;
  return turn.calls.map((call, i): ConversationEntry => {
    const response = answers[i]?.['response'] ?? null;
    const value =
      isObject(response) && Object.keys(response).join() === 'output' ? (response['output'] ?? null) : response;
    const isError = isObject(response) && 'error' in response;
    const content = JSON.stringify(value);
    return { kind: 'result', call, result: { callId: call.id, content, value, isError, unsimulated: false } };
  });
}

function conversations(): CorpusExchange[][] {
  const bySource = new Map<string, CorpusExchange[]>();
  for (const one of exchanges) {
    if (one.request !== null) bySource.set(one.source, [...(bySource.get(one.source) ?? []), one]);
  }
  return [...bySource.values()].filter((list) => list.length > 1);
}

/** Recorded clients that changed the answer: a placeholder signature was added, a result of Google's own search was filled in. */
const REWRITTEN = [
  'test_google/test_google_model_structured_output#0',
  'test_google/test_google_model_file_search_grounding_gemini_3[False]#3',
  'test_google/test_google_model_file_search_grounding_gemini_3[True]#3',
];

test.skipIf(!hasCorpus)('answers, signatures and results go back as the recorded clients sent them', () => {
  const differing: string[] = [];
  let answers = 0;
  let results = 0;
  for (const conversation of conversations()) {
    for (const [i, exchange] of conversation.entries()) {
      const next = conversation[i + 1]?.request?.['contents'];
      const before = exchange.request?.['contents'];
      const turn = readExchange(exchange);
      if (!Array.isArray(next) || !Array.isArray(before) || !turn.ok || next.length <= before.length) continue;
      const [recorded, after] = next.slice(before.length);
      if (!isObject(recorded) || recorded['role'] !== 'model') continue;
      const parts = isObject(after) && Array.isArray(after['parts']) ? after['parts'].filter(isObject) : [];
      const given = resultsOf(turn, parts);
      const { body } = encodeGemini({
        model: { servedAs: 'any', omit: [], rename: {} },
        conversation: [{ kind: 'answer', turn }, ...(given ?? [])],
        tools: [],
        choice: null,
        defaults: { temperature: null, maxTokens: null },
        parameters: {},
      });
      const [echo, answered] = body['contents'] as JsonObject[];
      answers += 1;
      const ids = new Set([...exchange.body.matchAll(/"id":\s*"([^"]+)"/g)].map(([, id = '']) => id));
      if (!deepEqual(comparable(echo ?? null, ids), comparable(recorded, ids)))
        differing.push(`${exchange.id}: answer`);
      if (given === null || given.length === 0) continue;
      results += 1;
      const sent = parts.filter((part) => field(part, 'functionResponse') !== undefined);
      if (!deepEqual(comparable(answered?.['parts'] ?? null, ids), comparable(sent, ids)))
        differing.push(`${exchange.id}: results`);
    }
  }
  expect(answers).toBeGreaterThan(80);
  expect(results).toBeGreaterThan(60);
  expect(differing.filter((one) => !REWRITTEN.some((id) => one.startsWith(id)))).toEqual([]);
});
