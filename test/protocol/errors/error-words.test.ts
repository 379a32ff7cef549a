import { expect, test } from 'vitest';
import { classifyError } from '../../../src/protocol/errors/classify-error.ts';
import { readError } from '../../../src/protocol/errors/error-body.ts';
import { ERROR_CLASSES } from '../../../src/protocol/errors/error-classes.ts';
import { classOfWords, ERROR_WORDS } from '../../../src/protocol/errors/error-words.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import type { RawResponse } from '../../../src/domain/wire.ts';
import type { Json } from '../../../src/json/json.ts';
import { context, jsonResponse } from '../../client/support.ts';

const coded = (message: string, code: string | null = null): Json => ({ error: { message, type: 'x', code } });

/** Status, body, the trial's reason, what it is about, asked again. */
test.each<[number, Json, string, string | null, boolean]>([
  [402, coded('Insufficient Balance', 'invalid_request_error'), 'quota', 'spent', false],
  [
    400,
    coded("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."),
    'refused',
    'parameter',
    false,
  ],
  [400, coded("Unsupported parameter: 'max_output_tokens'", 'unsupported_parameter'), 'refused', 'parameter', false],
  [400, coded('max_tokens is not supported by this model'), 'refused', 'parameter', false],
  [400, coded('max_tokens: 9000 > 8192, which is the maximum allowed'), 'refused', 'max-tokens', false],
  [400, coded('max_tokens is too large: 9000. This model supports at most 4096.'), 'refused', 'max-tokens', false],
  [400, coded('Could not process image'), 'refused', 'parameter', false],
  [400, coded('Failed to download image from https://a.example/b.png.'), 'refused', 'parameter', false],
  [400, coded('Error while downloading https://a.example/b.png.', 'invalid_image_url'), 'refused', 'parameter', false],
  [422, coded('Unable to fetch the provided URL'), 'refused', 'parameter', false],
  [500, coded('Failed to download image'), 'provider-error', null, true],
  [402, coded('This request requires more credits. You requested up to 8192 tokens'), 'quota', 'spent', false],
  [402, coded('You requested up to 8192 tokens, but can only afford 500.'), 'quota', 'unaffordable', false],
  [429, coded('Account is out of credits'), 'quota', 'spent', false],
  [429, coded('You have reached your specified API usage limits.'), 'quota', 'spent', false],
  [
    403,
    coded('The free tier of the model has been exhausted.', 'AllocationQuota.FreeTierOnly'),
    'quota',
    'spent',
    false,
  ],
  [
    400,
    coded('Budget has been exceeded! Current cost: 10.1, Max budget: 10', 'budget_exceeded'),
    'quota',
    'spent',
    false,
  ],
  [403, coded('Key limit exceeded (total limit). Manage it in settings.'), 'quota', 'spent', false],
  [500, coded('upstream: your account balance is not enough'), 'quota', 'spent', false],
  [429, coded('令牌额度已用尽 !token.UnlimitedQuota'), 'quota', 'spent', false],
  [429, coded('You exceeded your current quota, please check your plan.'), 'quota', 'spent', false],
  [429, coded('You exceeded your current quota. Please retry in 12s.'), 'rate-limit', 'quota', true],
  [429, coded('Rate limit reached on requests per day (RPD): Limit 200, Used 200'), 'rate-limit', 'daily', false],
  [429, coded('Limit reached on requests per day. Please try again in 8.64s.'), 'rate-limit', 'daily', true],
  [429, coded('Trial keys are limited to 1000 API calls / month.'), 'rate-limit', 'daily', false],
  [
    413,
    coded('Request too large for model `x` on tokens per minute: Limit 6000, Requested 9000'),
    'rate-limit',
    'oversized',
    false,
  ],
  [403, coded('API rate limit exceeded for user'), 'rate-limit', 'rate', true],
  [429, coded('Throttling: Requests rate exceeds the quota', 'Throttling.RateQuota'), 'rate-limit', 'overloaded', true],
  [503, coded('当前分组上游负载已饱和'), 'provider-error', 'overloaded', true],
  [503, coded('Loading model', 'unavailable_error'), 'provider-error', 'loading', true],
  [503, { error: 'Model some/model is currently loading', estimated_time: 20 }, 'provider-error', 'loading', true],
  [401, coded('You must be signed in'), 'auth', null, false],
  [403, coded('Your API key was reported as leaked.'), 'auth', 'key', false],
  [400, coded('API key expired. Please renew the API key.'), 'auth', 'key', false],
  [
    403,
    '<html><head><title>Attention Required! | Cloudflare</title></head></html>',
    'provider-error',
    'challenge',
    false,
  ],
  [429, '<html><head><title>Vercel Security Checkpoint</title></head></html>', 'rate-limit', null, true],
  [400, coded('User location is not supported for the API use.'), 'provider-error', 'region', false],
  [404, coded('The model `gone` does not exist or you do not have access to it.'), 'not-found', 'model', false],
  [404, coded("model 'tiny' not found, try pulling it first"), 'not-found', 'model', false],
  [404, coded('models/x is not found for API version v1beta'), 'not-found', 'model', false],
  [404, coded('Your account 21 has not activated the model x.', 'ModelNotOpen'), 'not-found', 'model', false],
  [404, coded('No endpoints found matching your data policy.'), 'not-found', 'routing', false],
  [400, coded('Model not exist.'), 'not-found', 'model', false],
  [404, coded('Invalid URL (POST /chat/completions)'), 'not-found', 'endpoint', false],
  [404, 'Cannot POST /chat/completions', 'not-found', 'endpoint', false],
  [400, coded('Content Exists Risk'), 'filtered', 'content', false],
  [400, coded('系统检测到输入或生成内容可能包含不安全或敏感内容', '1301'), 'filtered', 'content', false],
  [403, coded('Your input was flagged by moderation'), 'filtered', 'content', false],
  [
    400,
    { error: { message: 'filtered', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
    'filtered',
    'content',
    false,
  ],
  [404, coded('No endpoints found that support tool use.'), 'refused', 'no-tools', false],
  [400, coded('registry.example/library/tiny does not support tools'), 'refused', 'no-tools', false],
  [
    400,
    coded('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
    'refused',
    'no-tools',
    false,
  ],
  [500, coded('tools param requires --jinja flag'), 'provider-error', null, true],
  [
    400,
    coded("'max_tokens' is too large: 8192. This model's maximum context length is 4096 tokens"),
    'refused',
    'max-tokens',
    false,
  ],
  [400, coded('Range of max_tokens should be [1, 2048]'), 'refused', 'max-tokens', false],
  [
    400,
    coded('max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens'),
    'refused',
    'max-tokens',
    false,
  ],
  [500, coded('the request exceeds the available context size'), 'provider-error', 'context', false],
  [
    400,
    coded('This model is only supported in v1/responses and not in v1/chat/completions.'),
    'refused',
    'other-protocol',
    false,
  ],
  [400, coded("Unsupported parameter: 'max_tokens' is not supported with this model."), 'refused', 'parameter', false],
  [400, coded('Bad request'), 'provider-error', null, false],
  [500, coded('tool parser crashed'), 'provider-error', null, true],
  [501, coded('not implemented'), 'provider-error', null, false],
])('%i %j is %s, about %s, asked again: %s', (status, body, code, cause, retryable) => {
  const wait = /try again in|retry in/i.test(JSON.stringify(body));
  expect(classifyError(status, readError(body), wait)).toEqual({ code, cause, retryable });
});

test('Gemini names a wait of seconds beside the quota of a day, which is not waited for', () => {
  const details = [
    { '@type': 'QuotaFailure', violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] },
    { '@type': 'RetryInfo', retryDelay: '31s' },
  ];
  const body = {
    error: { code: 429, message: 'You exceeded your current quota.', status: 'RESOURCE_EXHAUSTED', details },
  };
  const reading = readResponse(jsonResponse([body], 429), context());
  expect(reading).toMatchObject({ ok: false, retryable: false, error: { code: 'rate-limit' } });
});

test.each([
  ['http://gw.example', '/v1', 'Try http://gw.example/v1.'],
  ['http://gw.example/', '/v1beta', 'Try http://gw.example/v1beta.'],
  ['http://gw.example/openai', '/v1', 'Try http://gw.example/openai/v1 or http://gw.example/v1.'],
  ['http://gw.example/api/', '/v1', 'Try http://gw.example/api/v1 or http://gw.example/v1.'],
  ['http://gw.example/api/v1', '/v1', null],
  ['http://gw.example/v1beta/openai', '/v1', null],
  ['https://x.openai.azure.com/openai/deployments/gpt', '/v1', null],
])('a page where the API of %s should be: %s is advised where it is missing', (baseUrl, version, advised) => {
  const gateway = { name: 'gw', apiKeyEnv: null, baseUrl, api: { title: 'Some API', version } };
  const page: RawResponse = {
    status: 404,
    headers: { 'content-type': 'text/html' },
    body: { kind: 'text', text: '<html>404</html>' },
  };
  const reading = readResponse(page, context({ gateway }));
  if (reading.ok) throw new Error('read as an answer');
  if (advised === null) expect(reading.error.message).not.toContain('Try ');
  else expect(reading.error.message).toContain(advised);
});

test.each<[number, Json, Partial<Parameters<typeof context>[0]>, RegExp, RegExp]>([
  [402, coded('Insufficient Balance'), {}, /Check the credit/, /key in/],
  [402, coded('can only afford 500'), { maxTokens: 8192 }, /max_tokens \(8192 was sent\).*add credit/, /key in/],
  [
    400,
    coded('max_tokens is too large: 8192'),
    { maxTokens: 8192 },
    /Lower max_tokens \(8192 was sent\)/,
    /omit|Shorten/,
  ],
  [400, coded('maximum context length is 4096'), { maxTokens: 4000 }, /lower max_tokens \(4000 was sent/, /Check/],
  [403, '<title>Just a moment...</title>', {}, /bot check or firewall/, /key in/],
  [404, coded('No endpoints found that support tool use'), {}, /ask another model/, /base URL|model name/],
  [404, coded('not here'), {}, /Try http:\/\/gw\.example\/v1\./, /omit/],
  [404, coded('no endpoints found matching your data policy'), {}, /privacy or provider settings/, /base URL/],
  [400, coded('use /v1/responses for tools with this model'), {}, /a gateway of the protocol/, /omit/],
  [400, coded('Output blocked by content filter'), {}, /reword the scenario/, /omit/],
])('status %i with %j advises what helps', (status, body, over, wanted, unwanted) => {
  const gateway = { name: 'gw', apiKeyEnv: 'GW_KEY', baseUrl: 'http://gw.example' };
  const raw = typeof body === 'string' ? { kind: 'text' as const, text: body } : { kind: 'json' as const, value: body };
  const reading = readResponse({ status, headers: {}, body: raw }, context({ gateway, ...over }));
  if (reading.ok) throw new Error('an error was read as an answer');
  expect(reading.error.message).toMatch(wanted);
  expect(reading.error.message).not.toMatch(unwanted);
});

test('every class has words, and every phrase of the table names a class', () => {
  const told = new Set(ERROR_WORDS.map(({ means }) => means));
  expect([...told].toSorted()).toEqual(Object.keys(ERROR_CLASSES).toSorted());
  for (const { phrases } of ERROR_WORDS) {
    for (const phrase of phrases.filter((one) => /^[a-z ]+$/i.test(one)))
      expect(classOfWords([], phrase)).not.toBeNull();
  }
});
