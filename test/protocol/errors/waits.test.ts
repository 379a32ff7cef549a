import { expect, test } from 'vitest';
import { askedWaitMs, namesWait } from '../../../src/protocol/errors/wait-sources.ts';
import type { Json } from '../../../src/json/json.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import { context, jsonResponse, sseResponse, stream } from '../../client/support.ts';

const NOW = 1_764_000_000_000;
type Headers = { readonly [name: string]: string };

test.each<[Headers, number | null]>([
  [{}, null],
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': '-3' }, 0],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '12s' }, 12_000],
  [{ 'retry-after-ms': '7', 'retry-after': '2' }, 7],
  [{ 'retry-after': new Date(NOW + 60_000).toUTCString() }, 60_000],
  [{ 'retry-after': new Date(1).toUTCString() }, 0],
  [{ 'x-ratelimit-reset-requests': '1m30s', 'x-ratelimit-remaining-requests': '0' }, 90_000],
  // Of two limits the one that is used up counts; of none that is known to be, neither.
  [
    {
      'x-ratelimit-reset-requests': '6h0m0s',
      'x-ratelimit-remaining-requests': '13999',
      'x-ratelimit-reset-tokens': '850ms',
      'x-ratelimit-remaining-tokens': '0',
    },
    850,
  ],
  [{ 'x-ratelimit-reset-requests': '6h0m0s', 'x-ratelimit-reset-tokens': '850ms' }, null],
  [{ 'x-ratelimit-reset': String((NOW + 9000) / 1000) }, 9000],
  [{ 'x-ratelimit-reset': String(NOW + 9000) }, 9000],
  [{ 'x-ratelimit-reset': '9' }, 9000],
  [{ 'ratelimit-reset': '4' }, 4000],
  [
    {
      'anthropic-ratelimit-output-tokens-reset': new Date(NOW + 20_000).toISOString(),
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'anthropic-ratelimit-requests-reset': new Date(NOW + 1000).toISOString(),
      'anthropic-ratelimit-requests-remaining': '40',
    },
    20_000,
  ],
])('headers %j ask for a wait of %j ms', (headers, ms) => {
  expect(askedWaitMs(jsonResponse({ error: { message: 'slow down' } }, 429, headers), NOW)).toBe(ms);
});

test.each<[Json, number | null]>([
  [{ error: { message: 'Too many requests' } }, null],
  [{ error: { message: 'Please try again in 350ms.' } }, 350],
  [{ error: { message: 'Please try again in 2m59.5s. Visit the console.' } }, 179_500],
  [{ error: { message: 'Please retry after 26 seconds.' } }, 26_000],
  [{ error: { message: 'Please retry in 41.25s.' } }, 41_250],
  [{ error: { message: 'Limit reached, please wait for 2 minutes and 5 seconds' } }, 125_000],
  [{ error: { message: 'Your quota resets in 3 hours' } }, 10_800_000],
  [{ error: { message: '请求过多,请 15 秒后重试' } }, 15_000],
  [{ error: { message: 'Request timed out after waiting 60 seconds' } }, null],
  [{ error: { message: 'Try again in a few minutes, or use 3 models' } }, null],
  [{ error: { message: 'x', retry_after: 3.5 } }, 3500],
  [{ error: 'Model is loading', estimated_time: 20.5 }, 20_500],
  [{ message: 'x', retry_after_ms: 120 }, 120],
  [{ message: 'x', parameters: { retry_after: 8 } }, 8000],
  [{ error: { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '38s' }] } }, 38_000],
  [[{ error: { details: [{ '@type': 'x/Help' }, { retryDelay: { seconds: 2, nanos: 500_000_000 } }] } }], 2500],
  [{ error: { metadata: { headers: { 'X-RateLimit-Reset': String(NOW + 5000), 'X-RateLimit-Limit': '20' } } } }, 5000],
  [{ error: { metadata: { headers: { 'Retry-After': '6' } } } }, 6000],
])('the body %j asks for a wait of %j ms', (body, ms) => {
  const response = jsonResponse(body, 429);
  expect(askedWaitMs(response, NOW)).toBe(ms);
  expect(namesWait(response)).toBe(ms !== null);
});

const LIMITED = {
  error: { code: 429, message: 'Exhausted', details: [{ '@type': 'a/google.rpc.RetryInfo', retryDelay: '7s' }] },
};
const DELTA = { choices: [{ index: 0, delta: { content: 'Try again in 2 hours.' } }] };

test('of a stream the error that ends it is asked for the wait, never the text of the model', () => {
  const said = stream([DELTA], false);
  const told = `event: error\r\ndata: ${JSON.stringify(LIMITED)}\r\n\r\n`;
  expect(askedWaitMs(sseResponse(said), NOW)).toBeNull();
  expect(askedWaitMs(sseResponse(said + told), NOW)).toBe(7000);
  expect(askedWaitMs({ ...sseResponse(told), status: 429 }, NOW)).toBe(7000);
  expect(askedWaitMs(sseResponse(`${said}data: {"type":"error","message":"try again in 3s"}`), NOW)).toBe(3000);
});

test.each([
  [200, JSON.stringify(DELTA).slice(0, -2), null],
  [200, 'Error: overloaded, try again in 3s', 3000],
  [503, 'busy, try again in 4s', 4000],
])('the text of a body with status %i that is no JSON, %j, asks for a wait of %j ms', (status, text, ms) => {
  expect(askedWaitMs({ status, headers: {}, body: { kind: 'text', text } }, NOW)).toBe(ms);
});

test("Gemini's limit per minute inside an answer with status 200 is asked for again, a spent account is not", () => {
  const message = 'You exceeded your current quota, please check your plan and billing details.';
  const limited = { error: { ...LIMITED.error, message } };
  const read = (body: Json) => readResponse(jsonResponse(body), context());
  expect(read(limited)).toMatchObject({ ok: false, error: { status: 429 }, retryable: true });
  expect(read({ error: { code: 429, message } })).toMatchObject({ error: { code: 'quota' }, retryable: false });
  const reading = readResponse(sseResponse(`data: ${JSON.stringify(limited)}\n\n`), context({ stream: true }));
  expect(reading).toMatchObject({ error: { code: 'stream-error', status: 429 }, retryable: true });
});

test('a header that names the wait outweighs the body, and the finer word the coarser', () => {
  const body = { error: { message: 'try again in 9s', details: [{ retryDelay: '7s' }] } };
  expect(askedWaitMs(jsonResponse(body, 429, { 'retry-after': '1' }), NOW)).toBe(1000);
  expect(askedWaitMs(jsonResponse(body, 429), NOW)).toBe(7000);
});
