import * as fc from '../../support/properties.ts';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { callsOf, corpusOf, hasCorpus, readExchange, type CorpusExchange } from '../corpus.ts';

const exchanges = corpusOf('chat');
const isStream = ({ body }: CorpusExchange): boolean => /^(?:event|data):/m.test(body);

/** Absent arguments of a tool that requires none are `{}`; the corpus writes them as an empty text. */
const EMPTY = 'test_openrouter/test_openrouter_tool_optional_parameters#0';
/** Groq answers with its report of a call that it could not read: that is what the model wrote, and no error of the gateway. */
const REPORTED = /^test_groq\/test_tool_use_failed_error/;

test.skipIf(!hasCorpus)('every real answer is read: its calls are the expected ones, a refusal is an error', () => {
  const wrong = exchanges.filter((exchange) => {
    const reading = readExchange(exchange);
    if (exchange.expected.calls === undefined) return reading.ok && !REPORTED.test(exchange.id);
    return !deepEqual(callsOf(reading), exchange.expected.calls as unknown as Json);
  });
  expect(exchanges.length).toBeGreaterThan(100);
  expect(wrong.map(({ id }) => id)).toEqual([EMPTY]);
});

/** The client of OpenAI, on a server that answers with one body. */
async function messageOfSdk(body: string): Promise<JsonObject> {
  const client = new OpenAI({
    apiKey: 'placeholder',
    maxRetries: 0,
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  });
  const stream = client.chat.completions.stream({ model: 'any', messages: [] });
  const completion = JSON.parse(JSON.stringify(await stream.finalChatCompletion())) as {
    choices: readonly { message: JsonObject }[];
  };
  return completion.choices[0]?.message ?? {};
}

const said = (calls: Json | undefined): unknown =>
  (Array.isArray(calls) ? calls : []).filter(isObject).map((call) => {
    const made = isObject(call['function']) ? call['function'] : {};
    return [call['id'], made['name'], made['arguments']];
  });

test.skipIf(!hasCorpus)("a stream is put together as OpenAI's own client does it", async () => {
  const refused: string[] = [];
  let compared = 0;
  for (const exchange of exchanges.filter(isStream)) {
    const reading = readExchange(exchange);
    let message: JsonObject;
    try {
      message = await messageOfSdk(exchange.body);
    } catch {
      refused.push(exchange.id);
      continue;
    }
    compared += 1;
    const [echo = {}] = reading.ok ? reading.echo : [];
    expect(asText(echo['content']), exchange.id).toBe(asText(message['content']));
    expect(said(echo['tool_calls']), exchange.id).toEqual(said(message['tool_calls']));
  }
  expect(compared).toBeGreaterThan(10);
  // Its client throws at the error that Groq sends in the stream; we take it for a report of what the model wrote.
  expect(refused).toEqual(['test_groq/test_tool_use_failed_error_streaming#0']);
});

/** The chunks that stream a completion, its texts and arguments cut into pieces. */
function chunksOf(completion: JsonObject, cuts: fc.Stream<number>): string {
  const { choices, usage, ...head } = completion;
  const [choice = {}] = choices as JsonObject[];
  const { tool_calls: calls, content, ...others } = choice['message'] as JsonObject;
  // A text comes in pieces of its own, an empty one with the role.
  const first =
    content === undefined || (typeof content === 'string' && content !== '') ? others : { ...others, content };
  const deltas: JsonObject[] = [first];
  if (typeof content === 'string') for (const piece of pieces(content, cuts)) deltas.push({ content: piece });
  for (const [index, call] of (Array.isArray(calls) ? calls : []).filter(isObject).entries()) {
    const { function: made, ...rest } = call;
    const definition = made as JsonObject;
    const text = definition['arguments'];
    deltas.push({
      tool_calls: [{ ...rest, index, function: { ...definition, ...(text !== undefined && { arguments: '' }) } }],
    });
    for (const piece of pieces(asText(text), cuts))
      deltas.push({ tool_calls: [{ index, function: { arguments: piece } }] });
  }
  const chunk = (delta: JsonObject, more: JsonObject): string =>
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: null, ...more }] })}\n\n`;
  const { message: _, index: __, ...end } = choice;
  const counted =
    usage === undefined
      ? ''
      : `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [], usage })}\n\n`;
  return `${deltas.map((delta) => chunk(delta, {})).join('')}${chunk({}, end)}${counted}data: [DONE]\n\n`;
}

function pieces(text: string, cuts: fc.Stream<number>): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    const length = cuts.next().value as number;
    found.push(text.slice(at, at + length));
    at += length;
  }
  return found;
}

const whole = exchanges.filter(
  ({ id, status, body, expected }) =>
    status === 200 && body.startsWith('{') && expected.calls !== undefined && id !== EMPTY,
);

test.skipIf(!hasCorpus)('an answer reads the same as one body and as events, however they are cut', () => {
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (exchange, cuts) => {
      const plain = readExchange(exchange);
      const streamed = readExchange({
        ...exchange,
        request: { ...exchange.request, stream: true, stream_options: { include_usage: true } },
        headers: { 'content-type': 'text/event-stream' },
        body: chunksOf(JSON.parse(exchange.body) as JsonObject, cuts),
      });
      expect(callsOf(streamed), exchange.id).toEqual(callsOf(plain));
      expect(streamed.ok && streamed.text, exchange.id).toEqual(plain.ok && plain.text);
      expect(streamed.ok && streamed.usage, exchange.id).toEqual(plain.ok && plain.usage);
      expect(streamed.ok && streamed.finishReason, exchange.id).toEqual(plain.ok && plain.finishReason);
    }),
    { seed: 1, numRuns: 300 },
  );
});
