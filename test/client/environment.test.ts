import { afterEach, expect, test, vi } from 'vitest';
import { asked, completion, liveClient, modelOf, send, serve } from './support.ts';

afterEach(() => vi.unstubAllEnvs());

const OK = JSON.stringify(completion({ content: 'hi' }));

test('nothing of OPENAI_* reaches a gateway that it does not belong to', async () => {
  await using mine = await serve((response) => send(response, 200, OK));
  await using other = await serve((response) => send(response, 200, OK));
  const secret = 'sk-of-another-gateway-0123456789';
  for (const name of ['API_KEY', 'ADMIN_KEY', 'ORG_ID', 'PROJECT_ID', 'WEBHOOK_SECRET'])
    vi.stubEnv(`OPENAI_${name}`, secret);
  vi.stubEnv('OPENAI_BASE_URL', other.baseUrl);
  vi.stubEnv('OPENAI_LOG', 'debug');
  const custom = [
    'Authorization',
    'User-Agent',
    'Accept',
    'X-Own',
    'OpenAI-Organization',
    'X-Stainless-Lang',
    'x-trial',
  ];
  vi.stubEnv('OPENAI_CUSTOM_HEADERS', custom.map((name) => `${name}: ${secret}`).join('\n'));
  const keyless = modelOf({ gateway: { ...modelOf().gateway, apiKeyEnv: null } });
  const withKey = await liveClient(mine.baseUrl, { headers: { 'x-trial': '1' } }).client.complete(asked());
  const without = await liveClient(mine.baseUrl, { model: keyless, apiKey: null }).client.complete(asked());
  expect([withKey.kind, without.kind]).toEqual(['read', 'read']);
  expect(other.received).toEqual([]);
  expect(mine.received).toHaveLength(2);
  expect(JSON.stringify(mine.received)).not.toContain(secret);
  expect(mine.received.map((one) => one.headers.authorization)).toEqual(['Bearer key-of-gw', undefined]);
  expect(mine.received[0]?.headers['x-trial']).toBe('1');
});

test('custom headers that the SDK cannot read are an error that names the variable', async () => {
  vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'not a header name: x');
  const answer = liveClient('http://127.0.0.1:1/v1').client.complete(asked());
  await expect(answer).rejects.toMatchObject({
    code: 'CONFIG',
    remedy: expect.stringContaining('OPENAI_CUSTOM_HEADERS') as string,
  });
});
