import { expect, test } from 'vitest';
import { createGatewayGate } from '../../src/client/gateway-gate.ts';
import type { TrialError } from '../../src/domain/wire.ts';
import type { ModelOutcome } from '../../src/domain/model-client.ts';
import { asked, completion, liveClient, modelOf, send, serve } from './support.ts';

const OK = JSON.stringify(completion({ content: 'hi' }));
const REFUSED = JSON.stringify({ error: { message: 'Incorrect API key', code: 'invalid_api_key' } });
const GONE = JSON.stringify({ error: { message: 'no such model', code: 'model_not_found' } });
const SPENT = JSON.stringify({ error: { message: 'Insufficient balance', code: null, type: 'x' } });

function errorOf(outcome: ModelOutcome): TrialError | null {
  if (outcome.kind === 'unreachable') return outcome.error;
  return outcome.kind === 'read' && !outcome.reading.ok ? outcome.reading.error : null;
}

const other = modelOf({ name: 'other', servedAs: 'other' });

test('a refused key costs one request, whatever models and trials wait for their turn', async () => {
  await using server = await serve((response) => send(response, 401, REFUSED));
  const gate = createGatewayGate(60_000);
  const models = [modelOf(), modelOf(), other, other, modelOf()];
  const outcomes = await Promise.all(
    models.map((model) => liveClient(server.baseUrl, { gate, model, retries: 3 }).client.complete(asked())),
  );
  expect(server.received).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => errorOf(outcome)?.message)).size).toBe(1);
  expect(outcomes.map((outcome) => errorOf(outcome)?.code)).toEqual(Array(5).fill('auth'));
  const attempts = outcomes.map((outcome) => (outcome.kind === 'unrecorded' ? null : outcome.attempts));
  expect(attempts.filter((count) => count === 0)).toHaveLength(4);
  expect(attempts).toContain(1);
});

test.each([
  ['a model that is not served', 404, GONE, 'not-found'],
  ['a spent account', 402, SPENT, 'quota'],
  ['a key that may not use it', 403, JSON.stringify({ error: { message: 'not yours', code: 'forbidden' } }), 'auth'],
])('%s stops that model alone', async (_, status, body, code) => {
  await using server = await serve((response, received) => {
    const { model } = JSON.parse(received.body) as { model: string };
    if (model === 'other') send(response, 200, OK);
    else send(response, status, body);
  });
  const gate = createGatewayGate(60_000);
  const ask = (model = modelOf()): Promise<ModelOutcome> =>
    liveClient(server.baseUrl, { gate, model }).client.complete(asked({ model: model.servedAs }));
  const outcomes = await Promise.all([ask(), ask(), ask()]);
  expect(outcomes.map((outcome) => errorOf(outcome)?.code)).toEqual([code, code, code]);
  expect(server.received).toHaveLength(1);
  expect(await ask(other)).toMatchObject({ reading: { ok: true } });
  expect(errorOf(await ask())?.code).toBe(code);
  expect(server.received).toHaveLength(2);
});

test.each([
  [429, 'Request too large for model m on tokens per minute (TPM): Limit 6000, Requested 9000', 'rate-limit'],
  [413, 'Request too large for model m on tokens per minute (TPM): Limit 6000, Requested 9000', 'rate-limit'],
])('an error %i about the size of one request does not stop the smaller ones', async (status, message, code) => {
  const body = JSON.stringify({ error: { message, code: null, type: 'tokens' } });
  await using server = await serve((response, received) => {
    if (received.body.includes('"long"')) send(response, status, body);
    else send(response, 200, OK);
  });
  const gate = createGatewayGate(60_000);
  const ask = (content: string): Promise<ModelOutcome> =>
    liveClient(server.baseUrl, { gate, retries: 2 }).client.complete(asked({ messages: [{ role: 'user', content }] }));
  expect(errorOf(await ask('long'))?.code).toBe(code);
  expect(await ask('short')).toMatchObject({ reading: { ok: true } });
  expect(server.received).toHaveLength(2);
});

test('a 401 after an answer stops the model, not the gateway; a 404 after an answer stops nothing', async () => {
  const statuses = [200, 401];
  await using server = await serve((response) => {
    const status = statuses.shift() ?? 200;
    send(response, status, status === 200 ? OK : status === 401 ? REFUSED : GONE);
  });
  const gate = createGatewayGate(60_000);
  const ask = (model = modelOf()): Promise<ModelOutcome> =>
    liveClient(server.baseUrl, { gate, model }).client.complete(asked());
  await ask();
  expect(errorOf(await ask())?.code).toBe('auth');
  expect(errorOf(await ask())?.code).toBe('auth');
  expect(await ask(other)).toMatchObject({ reading: { ok: true } });
  expect(server.received).toHaveLength(3);
  statuses.push(404);
  expect(errorOf(await ask(other))?.code).toBe('not-found');
  expect(await ask(other)).toMatchObject({ reading: { ok: true } });
});

test('others do not wait for a first answer that takes long', async () => {
  const held = Promise.withResolvers<void>();
  await using server = await serve(async (response, _one, count) => {
    if (count === 1) await held.promise;
    send(response, 200, OK);
  });
  const gate = createGatewayGate(20);
  const ask = (): Promise<ModelOutcome> => liveClient(server.baseUrl, { gate }).client.complete(asked());
  const first = ask();
  expect(await ask()).toMatchObject({ reading: { ok: true } });
  held.resolve();
  expect(await first).toMatchObject({ reading: { ok: true } });
});

test('a model that is being loaded is asked again when it says, for a minute in all', async () => {
  const loading = JSON.stringify({ error: 'Model m is currently loading', estimated_time: 0.05 });
  await using server = await serve((response, _one, count) => {
    if (count < 3) send(response, 503, loading);
    else send(response, 200, OK);
  });
  const { client, retried } = liveClient(server.baseUrl, { retries: 3 });
  expect(await client.complete(asked())).toMatchObject({ attempts: 3, reading: { ok: true } });
  expect(retried.map(({ delayMs }) => delayMs)).toEqual([50, 50]);
});
