import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attachCassette } from '../../../src/index.ts';
import { startServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

test.each(['missing', 'none'] as const)(
  'a request that waits for status 100 is refused and a miss, and reaches nothing; mode %s',
  async (mode) => {
    const server = await startServer((response) => void response.end('{}'));
    const file = join(tempDir(), 'a.json');
    const tape = await attachCassette({ file, origins: [server.origin], mode, strict: false });
    const post = (path: string, headers: object, begin: (made: ClientRequest) => void): Promise<string> =>
      new Promise((told) => {
        const made = request(`${server.origin}${path}`, { method: 'POST', headers: { ...headers } }, (response) => {
          response.resume().on('end', () => told(`status ${response.statusCode}`));
        });
        begin(made.on('error', ({ message }) => told(message)));
      });
    const waiting = await post('/v1/messages?beta=true', { Expect: '100-Continue' }, (made) => {
      made.on('continue', () => made.end('{}'));
    });
    const later = (made: ClientRequest): unknown => made.setHeader('expect', '100-continue').end('{}');
    const sending = await post('/v1/chat/completions', {}, later);
    await tape.close();
    const refused = /^POST \S+ expects status 100 before its body, which the cassette \S+a\.json cannot answer/;
    expect(waiting).toMatch(refused);
    expect(sending).toMatch(refused);
    expect(tape.misses.map(({ text }) => text)).toEqual([waiting, sending]);
    expect(server.requests).toEqual([]);

    // Without a tape such requests pass.
    expect(await post('/v1/chat/completions', {}, later)).toBe('status 200');
  },
);
