import { expect, test } from 'vitest';
import { createLimiter } from '../../src/client/limiter.ts';
import { createUpstream } from '../../src/run/trial/agent/ask-upstream.ts';

// Nothing listens at this port, so the error of a request names the gateway that it was sent to.
const HOST = 'http://127.0.0.1:2';

test.each([
  ['/v1/chat/completions', 'chat'],
  ['/v1/responses', 'chat'],
  ['/v1/messages', 'messages'],
  ['/v1/other/messages', 'longer'],
  ['/v1beta/models/m:generateContent', 'gemini'],
])('of gateways at one host, %s goes to %s', async (path, name) => {
  const upstream = createUpstream(30_000);
  const know = (gateway: string, protocol: 'chat' | 'messages' | 'gemini', base: string): void =>
    upstream.know(
      { name: gateway, protocol },
      { baseUrl: HOST + base, limiter: createLimiter({ concurrency: null, rpm: null, clock: () => 0 }) },
    );
  know('messages', 'messages', '/v1?key=a');
  know('longer', 'messages', '/v1/other/');
  know('gemini', 'gemini', '/v1beta');
  know('chat', 'chat', '/v1');
  await expect(upstream.ask(HOST + path, { method: 'POST', body: '{}' })).rejects.toThrow(`gateway ${name}: `);
  expect(upstream.faults()).toEqual([expect.objectContaining({ code: 'network' })]);
});
