import { expect, test } from 'vitest';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { createRecordingTransport, type TrialRecorder } from '../../../src/cassette/record/transport.ts';
import { readContextOf } from '../../../src/protocol/chat/read-context-of.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import { asked, call, chunk, completion, liveClient, request, send, serve, stream } from '../../client/support.ts';

function recorder(baseUrl: string): TrialRecorder {
  const redactor = createRedactor();
  return createRecordingTransport({
    fetch,
    baseUrl,
    redactor,
    keyer: createKeyer({ redactor }),
    clock: () => performance.now(),
  });
}

test('what the client reads live is what a replay reads from the recording', async () => {
  const answers = [
    completion({ content: null, tool_calls: [call(null, '{"city":"Paris"}')] }, 'stop'),
    completion({ content: 'done' }),
  ];
  await using server = await serve((response, _one, count) => send(response, 200, JSON.stringify(answers[count - 1])));
  const transport = recorder(server.baseUrl);
  const { client } = liveClient(server.baseUrl, { transport });
  for (const [i] of answers.entries()) {
    const body = request({ messages: [{ role: 'user', content: String(i) }] });
    const outcome = await client.complete(asked(body));
    const recorded = transport.interactions[i];
    if (outcome.kind !== 'read' || recorded === undefined) throw new Error(outcome.kind);
    expect(outcome).toMatchObject({ interaction: i, latencyMs: recorded.latencyMs });
    expect(readResponse(recorded.response, readContextOf(body, i + 1))).toEqual(outcome.reading);
  }
});

test('a stream whose socket is left open is recorded; one that stalls is not, nor are refused keys', async () => {
  const start = [chunk({ role: 'assistant', content: 'hi' })];
  await using server = await serve((response, { url }) => {
    if (url.includes('key')) return send(response, 401, '{"error":{"message":"no","code":"invalid_api_key"}}');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(stream(url.includes('open') ? [...start, chunk({}, 'stop')] : start, false));
  });
  const kept: { [kind: string]: number } = {};
  for (const kind of ['open', 'stalled', 'key']) {
    const baseUrl = `http://127.0.0.1:${server.port}/${kind}/v1`;
    const transport = recorder(baseUrl);
    const { client } = liveClient(baseUrl, { transport, timeoutMs: 1500, finishGraceMs: 100 });
    await client.complete(asked({ stream: true }));
    kept[kind] = transport.interactions.length;
  }
  expect(kept).toEqual({ open: 1, stalled: 0, key: 0 });
});

test('a refusal is told in the same words live and in a replay', async () => {
  const refusal = {
    error: { message: 'tool_choice is not supported', param: 'tool_choice', code: 'unsupported_parameter' },
  };
  await using server = await serve((response) => send(response, 400, JSON.stringify(refusal)));
  const transport = recorder(server.baseUrl);
  const outcome = await liveClient(server.baseUrl, { transport }).client.complete(asked());
  const [recorded] = transport.interactions;
  if (outcome.kind !== 'read' || recorded === undefined) throw new Error(outcome.kind);
  expect(outcome.reading).toMatchObject({ ok: false, error: { code: 'refused' } });
  expect(readResponse(recorded.response, readContextOf(request(), 1))).toEqual(outcome.reading);
});
