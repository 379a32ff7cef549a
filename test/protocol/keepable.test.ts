import { expect, test } from 'vitest';
import type { CapturedExchange } from '../../src/domain/recording.ts';
import { isKeepable, isKept } from '../../src/protocol/errors/keepable.ts';
import { chat } from '../../src/protocol/chat/chat.ts';
import { chunk, completion, jsonResponse, request, sseResponse, stream } from '../client/support.ts';

const BODY = request();
const CONTEXT = chat.contextOf({ endpoint: '/chat/completions', body: BODY }, 1);

function exchange(response: CapturedExchange['response'], over: Partial<CapturedExchange> = {}): CapturedExchange {
  return {
    endpoint: '/v1/chat/completions',
    key: '',
    request: BODY,
    response,
    received: response,
    latencyMs: 1,
    firstByteMs: 1,
    complete: true,
    ...over,
  };
}

const refusal = (message: string, code: string | null = null, type = 'invalid_request_error') =>
  jsonResponse({ error: { message, type, param: null, code } }, 400);

test.each([
  ['a parameter', refusal("Unsupported parameter: 'max_tokens'", 'unsupported_parameter')],
  ['a tool named after an account', refusal('Invalid schema for function "get_account_balance"')],
  ['a parameter called country', refusal('Tool parameter "country" is not of type string')],
  ['a context that is too long', refusal('This model has a maximum context length', 'context_length_exceeded')],
  ['a content filter', refusal('The response was filtered', 'content_filter')],
  ['an unknown model', refusal('The model `x` does not exist', 'model_not_found')],
  ['a key', refusal('Incorrect API key provided', 'invalid_api_key')],
  ['billing', refusal('Your credit balance is too low to access the API')],
  ['a region', refusal('Country, region, or territory not supported', 'unsupported_country_region_territory')],
  ['nothing that is known', refusal('Bad request')],
  ['a quota', jsonResponse({ error: { message: 'You exceeded your current quota' } }, 429)],
  ['a whole answer', jsonResponse(completion({ content: 'hi' }))],
  ['an error with status 200', jsonResponse({ error: { message: 'overloaded' } })],
  ['a stream that was cut', sseResponse(stream([chunk({ role: 'assistant', content: 'h' })], false))],
])('a run and an attached program keep the same of a response that blames or holds %s', (_, response) => {
  expect(isKeepable(exchange(response))).toBe(isKept(chat.read(response, CONTEXT)));
});

test('a refusal that blames the request is kept, one that blames the account is not', () => {
  expect(isKeepable(exchange(refusal('Invalid schema for function "get_account_balance"')))).toBe(true);
  expect(isKeepable(exchange(refusal('Your credit balance is too low')))).toBe(false);
});

test('an endpoint of no protocol is kept where its answer is whole and no error', () => {
  const embeddings = { endpoint: '/v1/embeddings', request: { input: 'x' } };
  expect(isKeepable(exchange(jsonResponse({ data: [] }), embeddings))).toBe(true);
  expect(isKeepable(exchange(jsonResponse({ data: [] }), { ...embeddings, complete: false }))).toBe(false);
  expect(isKeepable(exchange(jsonResponse({ error: { message: 'no' } }), embeddings))).toBe(false);
  expect(isKeepable(exchange(jsonResponse({ error: { message: 'x' } }, 503), embeddings))).toBe(false);
});
