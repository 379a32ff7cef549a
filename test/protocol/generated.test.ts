import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import type { ConversationEntry } from '../../src/domain/conversation.ts';
import type { ProtocolName } from '../../src/domain/protocol.ts';
import type { AssistantTurn, RawResponse } from '../../src/domain/wire.ts';
import { asText, isObject, type Json, type JsonObject } from '../../src/json/json.ts';
import { protocolNamed } from '../../src/protocol/protocols.ts';
import * as messages from './messages/events.ts';
import * as responses from './responses/events.ts';

/** What real recordings seldom hold: custom tools, interleaved and redacted thinking, error results, several results in one request. */
const RUNS = { numRuns: 150, seed: 4 };

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const args = fc.dictionary(fc.constantFrom('a', 'b', 'city'), fc.oneof(word, fc.integer(), fc.boolean()), {
  maxKeys: 3,
});
const name = fc.constantFrom('get_weather', 'search');
const sealed = fc.base64String({ minLength: 8, maxLength: 24 });
/** Gives every item of a list an id of its own. */
const numbered = (items: readonly JsonObject[], key: string, prefix: string): JsonObject[] =>
  items.map((item, i) => (key in item ? { ...item, [key]: `${prefix}_${i}` } : item));

interface Result {
  readonly text: string;
  readonly isError: boolean;
}
const results = fc.infiniteStream(fc.record({ text: word, isError: fc.boolean() }));

function read(protocol: ProtocolName, endpoint: string, response: RawResponse, stream: boolean): AssistantTurn {
  const port = protocolNamed(protocol);
  const body: JsonObject = {
    model: 'm',
    stream,
    ...(protocol === 'responses' && { include: ['reasoning.encrypted_content'] }),
  };
  const reading = port.read(response, port.contextOf({ endpoint, body }, 1));
  if (!reading.ok) throw new Error(reading.error.message);
  return reading;
}

const whole = (value: JsonObject): RawResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: { kind: 'json', value },
});
const streamed = (text: string): RawResponse => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: { kind: 'sse', text },
});

/** The list that the next request carries for an answer and its results. */
function sent(protocol: ProtocolName, turn: AssistantTurn, given: readonly Result[]): JsonObject[] {
  const answered = turn.calls.map((call, i): ConversationEntry => {
    const { text, isError } = given[i] ?? { text: '', isError: false };
    const value: Json = isError ? { error: text } : text;
    const content = typeof value === 'string' ? value : JSON.stringify(value);
    return { kind: 'result', call, result: { callId: call.id, content, value, isError, unsimulated: false } };
  });
  const { body } = protocolNamed(protocol).encode({
    model: { servedAs: 'm', omit: [], rename: {} },
    conversation: [{ kind: 'answer', turn }, ...answered],
    tools: [],
    choice: null,
    defaults: { temperature: null, maxTokens: 9 },
    parameters: { stream: false },
  });
  return body[protocolNamed(protocol).recording.growing] as JsonObject[];
}

const takeFor = (turn: AssistantTurn, stream: fc.Stream<Result>): Result[] =>
  turn.calls.map(() => stream.next().value as Result);
const told = ({ text, isError }: Result): string => (isError ? JSON.stringify({ error: text }) : text);
const cuts = fc.infiniteStream(fc.integer({ min: 1, max: 5 }));

test('messages: interleaved and redacted thinking goes back as it came, all results in one message, errors marked', () => {
  const block = fc.oneof(
    fc.record({ type: fc.constant('thinking'), thinking: word, signature: sealed }),
    fc.record({ type: fc.constant('redacted_thinking'), data: sealed }),
    fc.record({ type: fc.constant('text'), text: word }),
    fc.record({ type: fc.constant('tool_use'), id: fc.constant(''), name, input: args }),
  );
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), results, cuts, (blocks, stream, lengths) => {
      const content = numbered(blocks, 'id', 'toolu');
      const called = content.filter(({ type }) => type === 'tool_use');
      const message: JsonObject = {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content,
        stop_reason: called.length > 0 ? 'tool_use' : 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 3, output_tokens: 3 },
      };
      const turn = read('messages', '/messages', whole(message), false);
      const events = messages.streamOf(messages.eventsOf(message, lengths));
      const again = read('messages', '/messages', streamed(events), true);
      expect([again.calls, again.echo, again.findings]).toEqual([turn.calls, turn.echo, []]);
      const given = takeFor(turn, stream);
      const [echo, answered] = sent('messages', turn, given);
      expect(echo).toEqual({ role: 'assistant', content });
      const wanted = called.map(({ id = '' }, i) => {
        const result = given[i] as Result;
        const said = { type: 'tool_result', tool_use_id: id, content: told(result) };
        return result.isError ? { ...said, is_error: true } : said;
      });
      expect(answered).toEqual(wanted.length === 0 ? undefined : { role: 'user', content: wanted });
    }),
    RUNS,
  );
});

test('responses: reasoning, calls and custom tools go back in their order, each with an output of its own kind', () => {
  const item = fc.oneof(
    fc.record({
      type: fc.constant('reasoning'),
      id: fc.constant(''),
      summary: fc.constant([]),
      encrypted_content: sealed,
    }),
    fc.record({
      type: fc.constant('message'),
      id: fc.constant(''),
      role: fc.constant('assistant'),
      status: fc.constant('completed'),
      content: word.map((text) => [{ type: 'output_text', text, annotations: [] }]),
    }),
    fc.record({
      type: fc.constant('function_call'),
      id: fc.constant(''),
      call_id: fc.constant(''),
      name,
      arguments: args.map((one) => JSON.stringify(one)),
      status: fc.constant('completed'),
    }),
    fc.record({
      type: fc.constant('custom_tool_call'),
      id: fc.constant(''),
      call_id: fc.constant(''),
      name: fc.constant('run_sql'),
      input: fc.oneof(word, fc.constant('{"a":1}{"b":'), fc.constant('')),
      status: fc.constant('completed'),
    }),
  );
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), results, cuts, (items, stream, lengths) => {
      const output = numbered(numbered(items as JsonObject[], 'id', 'item'), 'call_id', 'call');
      const response: JsonObject = {
        id: 'resp_1',
        object: 'response',
        status: 'completed',
        model: 'm',
        output,
        usage: { input_tokens: 3, output_tokens: 3, total_tokens: 6 },
      };
      const turn = read('responses', '/responses', whole(response), false);
      const events = responses.streamOf(responses.eventsOf(response, lengths));
      const again = read('responses', '/responses', streamed(events), true);
      expect([again.calls, again.echo, again.findings]).toEqual([turn.calls, turn.echo, turn.findings]);
      const called = output.filter(({ type }) => asText(type).endsWith('_call'));
      expect(turn.calls.map(({ name: called, arguments: made }) => [called, made])).toEqual(
        called.map((one) => [
          one['name'],
          one['type'] === 'function_call' ? JSON.parse(asText(one['arguments'])) : { input: one['input'] },
        ]),
      );
      const given = takeFor(turn, stream);
      const outputs = called.map(({ type, call_id = '' }, i) => ({
        type: `${asText(type)}_output`,
        call_id,
        output: told(given[i] as Result),
      }));
      expect(sent('responses', turn, given)).toEqual([...output, ...outputs]);
    }),
    RUNS,
  );
});

/** Chunks of chat that stream a message: each call opened, then its text in pieces. */
function chatStream(message: JsonObject, finish: string, lengths: fc.Stream<number>): string {
  const { tool_calls: calls = [], ...said } = message;
  const deltas: JsonObject[] = [said];
  for (const [index, call] of (calls as JsonObject[]).entries()) {
    const [kind, field] = call['type'] === 'custom' ? ['custom', 'input'] : ['function', 'arguments'];
    const made = call[kind] as JsonObject;
    deltas.push({ tool_calls: [{ ...call, index, [kind]: { ...made, [field]: '' } }] });
    for (let text = asText(made[field]); text !== '';) {
      const length = lengths.next().value as number;
      deltas.push({ tool_calls: [{ index, [kind]: { [field]: text.slice(0, length) } }] });
      text = text.slice(length);
    }
  }
  const chunk = (delta: JsonObject, reason: string | null): string =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
  return `${deltas.map((delta) => chunk(delta, null)).join('')}${chunk({}, finish)}data: [DONE]\n\n`;
}

test('chat: reasoning of any name and custom tools go back as they came, a message for each result', () => {
  const call = fc.oneof(
    fc.record({
      id: fc.constant(''),
      type: fc.constant('function'),
      function: fc.record({ name, arguments: args.map((one) => JSON.stringify(one)) }),
    }),
    fc.record({
      id: fc.constant(''),
      type: fc.constant('custom'),
      custom: fc.record({
        name: fc.constant('run_sql'),
        input: fc.oneof(word, fc.constant('{"a":1}{"b":'), fc.constant('{"a":1}')),
      }),
    }),
  );
  const reasoning = fc.constantFrom('reasoning', 'reasoning_content');
  fc.assert(
    fc.property(
      fc.array(call, { minLength: 1, maxLength: 4 }),
      reasoning,
      word,
      results,
      cuts,
      (calls, field, thought, stream, lengths) => {
        const made = numbered(calls, 'id', 'call');
        const message: JsonObject = { role: 'assistant', content: null, [field]: thought, tool_calls: made };
        const completion: JsonObject = {
          id: 'c',
          object: 'chat.completion',
          created: 1,
          model: 'm',
          choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
          usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
        };
        const turn = read('chat', '/chat/completions', whole(completion), false);
        expect(turn.findings).toEqual([]);
        const again = read('chat', '/chat/completions', streamed(chatStream(message, 'tool_calls', lengths)), true);
        expect([again.calls, again.echo, again.findings]).toEqual([turn.calls, turn.echo, []]);
        const given = takeFor(turn, stream);
        expect(sent('chat', turn, given)).toEqual([
          message,
          ...made.map(({ id = '' }, i) => ({ role: 'tool', tool_call_id: id, content: told(given[i] as Result) })),
        ]);
      },
    ),
    RUNS,
  );
});

test('gemini: thoughts and signatures go back at their parts, all results in one content, ids only where calls had one', () => {
  const signature = fc.option(sealed, { nil: undefined });
  const part = fc.oneof(
    fc.record({ text: word, thought: fc.constant(true) }),
    fc.record({ text: word, thoughtSignature: sealed }),
    fc.record({ signature, id: fc.boolean(), name, args }).map(({ signature: one, id, ...called }) => ({
      functionCall: { ...(id && { id: '' }), ...called },
      ...(one !== undefined && { thoughtSignature: one }),
    })),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), results, (made, stream) => {
      const parts = (made as JsonObject[]).map((one, i) => {
        const call = one['functionCall'];
        return isObject(call ?? null) && 'id' in (call as JsonObject)
          ? { ...one, functionCall: { ...(call as JsonObject), id: `call_${i}` } }
          : one;
      });
      const content: JsonObject = { role: 'model', parts };
      const answer = (own: readonly JsonObject[], finish: boolean): JsonObject => ({
        candidates: [
          { content: { role: 'model', parts: [...own] }, ...(finish && { finishReason: 'STOP' }), index: 0 },
        ],
        usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 3, totalTokenCount: 6 },
        modelVersion: 'm',
      });
      const turn = read('gemini', '/models/m:generateContent', whole(answer(parts, true)), false);
      const chunks = parts.map((one, i) => answer([one], i === parts.length - 1));
      const events = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join('');
      const again = read('gemini', '/models/m:streamGenerateContent', streamed(events), true);
      expect(again.calls).toEqual(turn.calls);
      const given = takeFor(turn, stream);
      const [echo, answered] = sent('gemini', turn, given);
      expect(echo).toEqual(content);
      const called = parts.flatMap((one) =>
        isObject(one['functionCall'] ?? null) ? [one['functionCall'] as JsonObject] : [],
      );
      const wanted = called.map(({ id, name: called }, i) => {
        const { text, isError } = given[i] as Result;
        const response = isError ? { error: text } : { output: text };
        return { functionResponse: { ...(id !== undefined && { id }), name: called, response } };
      });
      expect(answered).toEqual(wanted.length === 0 ? undefined : { role: 'user', parts: wanted });
    }),
    RUNS,
  );
});
