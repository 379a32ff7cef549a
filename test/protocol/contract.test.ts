import { describe, expect, test } from 'vitest';
import { createKeyer } from '../../src/cassette/lookup/key.ts';
import { plainModel } from '../../src/config/read.ts';
import type { Answer } from '../../src/domain/answer.ts';
import type { ConversationEntry } from '../../src/domain/conversation.ts';
import type { Model } from '../../src/domain/model.ts';
import type { ModelRequest } from '../../src/domain/model-client.ts';
import type { AssistantTurn, RawResponse } from '../../src/domain/wire.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { plannedCall } from '../../src/match/examples/example-call.ts';
import { nextRequest } from '../../src/protocol/next-request.ts';
import type { Protocol } from '../../src/protocol/protocol.ts';
import { PROTOCOLS, protocolAt } from '../../src/protocol/protocols.ts';
import { redactEvents } from '../../src/protocol/sse/redact-events.ts';
import { StreamWatch } from '../../src/protocol/sse/stream-watch.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { readFile } from '../../src/scenario/read/read-file.ts';
import { plainGateway } from '../support/gateway.ts';

/** What every row of the table has to keep, whatever its wire format: a new protocol is held to it by its row. */
const WRITTEN = {
  id: 'a',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Weather in Zürich and an umbrella, please. 伞' },
  ],
  tools: [
    {
      name: 'get_weather',
      description: 'Current weather.',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
      strict: true,
    },
    { name: 'search', parameters: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] } },
  ],
  tool_choice: 'required',
  request: { parallel_tool_calls: false },
};
const CALLS: Answer = {
  kind: 'calls',
  calls: [plannedCall('get_weather', { city: 'Zürich "west"\n' }), plannedCall('search', { query: '伞 ☂' })],
};
const TEXT: Answer = { kind: 'text', text: 'It rains: 22 °C. 伞 from 99.' };
const keyer = createKeyer({ redactor: createRedactor() });

const [placed] = readFile(WRITTEN, 'a.yaml', { folder: '.', root: '.' }).scenarios;
const scenario = placed!.scenario;

function modelOf(protocol: Protocol): Model {
  return plainModel('m', 'some-model-1', plainGateway({ protocol: protocol.name }));
}

function opening(): ConversationEntry[] {
  return (scenario.turns[0]?.messages ?? []).map((message) => ({ kind: 'message', message }));
}

function ask(protocol: Protocol, said: readonly ConversationEntry[], stream: boolean, first = true): ModelRequest {
  const defaults = { temperature: 0, maxTokens: 100, stream };
  return nextRequest(scenario, modelOf(protocol), said, first, defaults);
}

function respond(protocol: Protocol, request: ModelRequest, answer: Answer, callCount = 0): RawResponse {
  const frame = { id: 'abc123', model: 'some-model-1', callCount, requestLength: 400 };
  const { stream, text } = protocol.serving.write(answer, frame, request);
  return {
    status: 200,
    headers: { 'content-type': stream ? 'text/event-stream' : 'application/json' },
    body: stream ? { kind: 'sse', text } : { kind: 'json', value: JSON.parse(text) as Json },
  };
}

function read(protocol: Protocol, request: ModelRequest, answer: Answer, callCount = 0): AssistantTurn {
  const reading = protocol.read(respond(protocol, request, answer, callCount), protocol.contextOf(request, 1));
  if (!reading.ok) throw new Error(reading.error.message);
  return reading;
}

function withResults(said: ConversationEntry[], turn: AssistantTurn): ConversationEntry[] {
  const results = turn.calls.map((call, i): ConversationEntry => {
    const value = i === 0 ? { temperature: 22 } : { error: 'sold out' };
    const content = JSON.stringify(value);
    return { kind: 'result', call, result: { callId: call.id, content, value, isError: i > 0, unsimulated: false } };
  });
  return [...said, { kind: 'answer', turn }, ...results];
}

describe.each(PROTOCOLS.map((protocol) => [protocol.name, protocol] as const))('%s', (_, protocol) => {
  test('its endpoints are known by their path, and nobody else takes them', () => {
    const { endpoint } = ask(protocol, opening(), false);
    for (const path of [protocol.example, endpoint, `/v1${endpoint}`, `/openai/v1${endpoint}`]) {
      expect([path, PROTOCOLS.filter((other) => other.isEndpoint(path)).map(({ name }) => name)]).toEqual([
        path,
        [protocol.name],
      ]);
    }
    expect(protocolAt(endpoint)).toBe(protocol);
    expect(protocolAt('/v1/embeddings')).toBeNull();
    expect(protocol.isEndpoint('GET /v1/models')).toBe(false);
  });

  test('the server reads of a request what the conversation says', () => {
    const served = protocol.serving.parse(ask(protocol, opening(), false));
    expect(served).toMatchObject({
      model: 'some-model-1',
      said: [
        { kind: 'text', role: 'system', text: 'Be brief.' },
        { kind: 'text', role: 'user', text: 'Weather in Zürich and an umbrella, please. 伞' },
      ],
      toolNames: ['get_weather', 'search'],
      choice: 'required',
    });
    const named = ask(protocol, opening(), false, false);
    // Messages says beside the choice that calls come one by one, so there has to be one.
    const open = protocol.serving.parse(named);
    expect(['auto', null]).toContain(open.choice);
  });

  test('a request is decoded into the scenario that it came from, answers and results included', () => {
    const opened = protocol.decode(ask(protocol, opening(), false));
    expect(opened.messages).toEqual(scenario.turns[0]?.messages);
    const hasStrict = protocol.places.fields['tool.strict'].at !== null;
    const declared = scenario.tools.map(({ definition: { strict, ...rest } }) =>
      hasStrict && strict !== undefined ? { ...rest, strict } : rest,
    );
    expect(opened.tools).toMatchObject(declared);
    expect(opened).toMatchObject({ choice: 'required', parameters: { max_tokens: 100 } });
    const said = withResults(opening(), read(protocol, ask(protocol, opening(), false), CALLS));
    const { messages } = protocol.decode(ask(protocol, said, false, false));
    expect(messages.slice(2).map(({ role }) => role)).toEqual(['assistant', 'tool', 'tool']);
    expect(messages[2]?.['tool_calls']).toMatchObject([
      { type: 'function', function: { name: 'get_weather', arguments: expect.any(String) as string } },
      { type: 'function', function: { name: 'search' } },
    ]);
    const calls = messages[2]?.['tool_calls'] as { id: string }[];
    expect(messages.slice(3)).toMatchObject([
      { tool_call_id: calls[0]?.id, content: '{"temperature":22}' },
      { tool_call_id: calls[1]?.id, content: '{"error":"sold out"}' },
    ]);
  });

  test.each([false, true])('what the server writes is read without a finding; streamed: %s', (stream) => {
    const request = ask(protocol, opening(), stream);
    const calls = read(protocol, request, CALLS);
    expect(calls.calls.map(({ name, arguments: args }) => [name, args])).toEqual([
      ['get_weather', { city: 'Zürich "west"\n' }],
      ['search', { query: '伞 ☂' }],
    ]);
    expect(calls).toMatchObject({
      ok: true,
      findings: [],
      truncated: false,
      leaked: false,
      servedModel: 'some-model-1',
    });
    const text = read(protocol, request, TEXT);
    expect(text).toMatchObject({ text: 'It rains: 22 °C. 伞 from 99.', calls: [], findings: [] });
    for (const { usage } of [calls, text]) {
      expect(usage).toEqual({ input: expect.any(Number) as number, output: expect.any(Number) as number });
    }
  });

  test('a streamed answer is read as the whole one is', () => {
    for (const answer of [CALLS, TEXT]) {
      const whole = read(protocol, ask(protocol, opening(), false), answer);
      expect(read(protocol, ask(protocol, opening(), true), answer)).toEqual(whole);
      expect(whole.echo).toEqual(protocol.serving.echo(answer, 0));
    }
  });

  test('the next request carries the answer and a result for each call, in call order', () => {
    const said = withResults(opening(), read(protocol, ask(protocol, opening(), false), CALLS));
    const asked = ask(protocol, said, false, false);
    expect(protocol.serving.refuse(asked)).toBeNull();
    // A server refuses the request without any of the fields that the protocol requires.
    for (const name of protocol.required) {
      const { [name]: taken, ...body } = asked.body;
      expect(taken).toBeDefined();
      expect(protocol.serving.refuse({ ...asked, body })?.status).toBe(400);
    }
    const served = protocol.serving.parse(asked);
    const [first, second] = served.said.filter((entry) => entry.kind === 'call');
    expect(served.said.slice(2)).toEqual([
      { kind: 'call', id: first?.id, name: 'get_weather', rawArguments: expect.any(String) as string },
      { kind: 'call', id: second?.id, name: 'search', rawArguments: expect.any(String) as string },
      { kind: 'result', callId: first?.id, failed: false, content: '{"temperature":22}' },
      { kind: 'result', callId: second?.id, failed: true, content: '{"error":"sold out"}' },
    ]);
    expect(JSON.parse(first?.rawArguments ?? '')).toEqual({ city: 'Zürich "west"\n' });
  });

  test('ids that a gateway invents anew do not change the key, and arguments do', () => {
    const first = ask(protocol, opening(), false);
    const keyAfter = (answer: Answer, callCount: number): string => {
      const said = withResults(opening(), read(protocol, first, answer, callCount));
      const { endpoint, body } = ask(protocol, said, false, false);
      const canonical = keyer.canonicalBody(endpoint, body);
      expect(keyer.canonicalBody(endpoint, canonical)).toEqual(canonical);
      return keyer.keyOf(endpoint, body);
    };
    const key = keyAfter(CALLS, 0);
    expect(keyAfter(CALLS, 5)).toBe(key);
    const other: Answer = {
      kind: 'calls',
      calls: [plannedCall('get_weather', { city: 'Bern' }), ...CALLS.calls.slice(1)],
    };
    expect(keyAfter(other, 0)).not.toBe(key);
  });

  test('the growing list and the tools are where the recorded form says', () => {
    const { growing, tools } = protocol.recording;
    const said = opening();
    const first = ask(protocol, said, false).body;
    const next = ask(protocol, withResults(said, read(protocol, ask(protocol, said, false), CALLS)), false, false).body;
    const before = first[growing] as Json[];
    const after = next[growing] as Json[];
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length);
    expect(JSON.stringify(first[tools])).toContain('get_weather');
  });

  test('a stream shows that it is finished and over wherever its bytes are cut', () => {
    const request = ask(protocol, opening(), true);
    const response = respond(protocol, request, CALLS);
    if (response.body.kind !== 'sse') throw new Error('no stream');
    const bytes = Buffer.from(response.body.text);
    for (let size = 1; size < 90; size += 1) {
      const watch = new StreamWatch(protocol.stream);
      let spoke = 0;
      for (let at = 0; at < bytes.length; at += size) {
        watch.see(bytes.subarray(at, at + size));
        if (watch.spoke) spoke += 1;
      }
      expect({ size, finished: watch.isOver, done: watch.progress === 'done' }).toEqual({
        size,
        finished: true,
        done: protocol.stream.end !== null,
      });
      expect(spoke).toBeGreaterThan(0);
    }
    const ping = new StreamWatch(protocol.stream);
    ping.see(Buffer.from(': keep-alive\n\nevent: ping\ndata: {"type": "ping"}\n\n'));
    expect(ping).toMatchObject({ progress: 'open', isOver: false, spoke: false });
  });

  test('a stream that is cut before its end is an error, never an answer', () => {
    const request = ask(protocol, opening(), true);
    const response = respond(protocol, request, CALLS);
    if (response.body.kind !== 'sse') throw new Error('no stream');
    const cut = response.body.text.slice(0, Math.floor(response.body.text.length / 2));
    const reading = protocol.read({ ...response, body: { kind: 'sse', text: cut } }, protocol.contextOf(request, 1));
    expect(reading).toMatchObject({ ok: false, error: { code: 'truncated-stream' }, retryable: true });
  });

  test('a refusal of the server is read as one', () => {
    const request = ask(protocol, opening(), false);
    const refusal = { status: 400, code: 'invalid_parameter', message: 'Invalid schema for a tool.', param: 'tools' };
    const body: RawResponse['body'] = {
      kind: 'json',
      value: JSON.parse(protocol.serving.writeRefusal(refusal)) as Json,
    };
    const response = { status: 400, headers: { 'content-type': 'application/json' }, body };
    const reading = protocol.read(response, protocol.contextOf(request, 1));
    expect(reading).toMatchObject({ ok: false, error: { code: 'refused', status: 400 }, findings: [] });
  });

  test('a key that a stream sends in pieces is taken out of all of them', () => {
    const key = 'sk-proj-0123456789abcdefghijABCDEFGHIJ0123456789abcd';
    const request = ask(protocol, opening(), true);
    const response = respond(protocol, request, { kind: 'text', text: `The key is ${key}, they said.` });
    if (response.body.kind !== 'sse') throw new Error('no stream');
    const redacted = redactEvents(response.body.text, createRedactor(), protocol.recording);
    const reading = protocol.read(
      { ...response, body: { kind: 'sse', text: redacted } },
      protocol.contextOf(request, 1),
    );
    expect(reading).toMatchObject({ ok: true });
    if (reading.ok) expect(reading.text).not.toContain('0123456789');
    expect(redacted).not.toContain('456789abcdef');
  });

  test('odd bodies never throw', () => {
    const request = ask(protocol, opening(), false);
    const values: Json[] = [null, 1, 'x', [], {}, { error: null }, { [protocol.recording.growing]: 5 }];
    for (const value of values) {
      for (const status of [200, 400, 503]) {
        const body: RawResponse['body'] = { kind: 'json', value };
        expect(typeof protocol.read({ status, headers: {}, body }, protocol.contextOf(request, 1)).ok).toBe('boolean');
      }
      const given = value as JsonObject;
      expect(typeof protocol.contextOf({ endpoint: request.endpoint, body: given ?? {} }, 1).stream).toBe('boolean');
    }
  });
});
