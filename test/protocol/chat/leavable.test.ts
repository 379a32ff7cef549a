import { expect, test } from 'vitest';
import { leavableInChat } from '../../../src/protocol/chat/leavable.ts';
import { askOnce, type LeftOut } from '../../../src/conversation/ask-once.ts';
import { createReplayClient } from '../../../src/client/replay-client.ts';
import { chat } from '../../../src/protocol/chat/chat.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import type { ModelRequest } from '../../../src/domain/model-client.ts';
import type { TrialError } from '../../../src/domain/wire.ts';
import { asked, call, completion, jsonResponse, liveClient, modelOf, send, serve } from '../../client/support.ts';

const PARIS = '{"city":"Paris"}';

function echoing(fields: JsonObject, over: JsonObject = {}): ModelRequest {
  const said = { role: 'assistant', content: null, tool_calls: [call('a', PARIS, over)], ...fields };
  return asked({ messages: [{ role: 'user', content: 'hi', reasoning: 'mine' }, said] });
}

const refusal = (message: string): TrialError => ({ code: 'refused', status: 400, message });

test.each<[JsonObject, JsonObject, string, string | null]>([
  [{ reasoning: 'x' }, {}, "property 'reasoning' is unsupported", 'reasoning'],
  [
    { reasoning_content: 'x' },
    {},
    'messages.1.assistant.reasoning_content: Extra inputs are not permitted',
    'reasoning_content',
  ],
  [{ reasoning: 'x', reasoning_content: 'x' }, {}, 'unknown field reasoning_content', 'reasoning_content'],
  [{ annotations: [] }, {}, "Unrecognized key(s) in object: 'annotations'", 'annotations'],
  [{}, { index: 0 }, "messages.1.tool_calls.0: property 'index' is unsupported", 'index'],
  [
    { reasoning_content: 'x' },
    {},
    'The `reasoning_content` in the thinking mode must be passed back to the API.',
    null,
  ],
  [{ reasoning: 'x' }, {}, 'temperature is not supported', null],
  [{}, {}, "property 'reasoning' is unsupported", null],
])('with %j and %j in the echo, %j refuses %j', (fields, over, message, name) => {
  const request = echoing(fields, over);
  expect(leavableInChat.refused(request, refusal(message))).toBe(name);
  if (name === null) return;
  const { body } = leavableInChat.without(request, name);
  expect(JSON.stringify((body['messages'] as JsonObject[])[1])).not.toContain(`"${name}"`);
  expect((body['messages'] as JsonObject[])[0]).toEqual({ role: 'user', content: 'hi', reasoning: 'mine' });
});

test('what every API knows is never left out, whatever an error names', () => {
  expect(leavableInChat.names(echoing({ refusal: null, name: 'n' }))).toEqual([]);
  expect(leavableInChat.names(echoing({ reasoning: 'x' }, { extra_content: {} }))).toEqual([
    'reasoning',
    'extra_content',
  ]);
});

test('a gateway that refuses what it sent is asked once more, and from then on without it; a replay finds both trials', async () => {
  const ok = JSON.stringify(completion({ content: 'done' }));
  await using server = await serve((response, { body }) => {
    const [, said] = (JSON.parse(body) as { messages: JsonObject[] }).messages;
    if (said !== undefined && 'reasoning' in said)
      send(response, 400, '{"error":{"message":"property \'reasoning\' is unsupported"}}');
    else send(response, 200, ok);
  });
  const leftOut: LeftOut = new Map();
  const request = echoing({ reasoning: 'x' });
  for (const attempts of [2, 1]) {
    const { client } = liveClient(server.baseUrl);
    const outcome = await askOnce(client, modelOf(), request, leftOut);
    expect(outcome).toMatchObject({
      kind: 'read',
      attempts,
      reading: { ok: true, findings: [{ check: 'reasoning' }] },
    });
  }
  expect(server.received).toHaveLength(3);

  const recorded = leavableInChat.without(request, 'reasoning').body;
  const miss = { code: 'request-changed', cassette: 'c', step: 1, differences: [] } as const;
  const interaction = {
    endpoint: '',
    key: '',
    request: {},
    response: jsonResponse(completion({ content: 'done' })),
    latencyMs: 1,
    firstByteMs: 1,
  };
  const replay = createReplayClient(
    {
      find: (_, body) => (JSON.stringify(body) === JSON.stringify(recorded) ? { interaction, index: 0 } : { miss }),
      unused: () => 0,
    },
    chat,
  );
  const found = await askOnce(replay, modelOf(), request, null);
  expect(found).toMatchObject({
    kind: 'read',
    reading: { ok: true, text: 'done', findings: [{ check: 'reasoning' }] },
  });
  expect(await askOnce(replay, modelOf(), asked(), null)).toEqual({ kind: 'unrecorded', miss });
});

test('what a model omits is not echoed to it either', () => {
  const said = { role: 'assistant', content: 'hi', reasoning: 'x', reasoning_details: [1] };
  const turn = chat.read(
    jsonResponse(completion({ content: 'hi', reasoning: 'x', reasoning_details: [1] })),
    chat.contextOf(asked(), 1),
  );
  if (!turn.ok) throw new Error('unread');
  const encode = (omit: string[]): unknown =>
    chat.encode({
      model: modelOf({ omit }),
      conversation: [{ kind: 'answer', turn }],
      tools: [],
      choice: null,
      defaults: { temperature: null, maxTokens: null },
      parameters: {},
    }).body['messages'];
  expect(encode([])).toEqual([said]);
  expect(encode(['reasoning', 'content'])).toEqual([{ role: 'assistant', content: 'hi', reasoning_details: [1] }]);
});
