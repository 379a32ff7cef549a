import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import type { Json } from '../../../src/json/json.ts';
import type { Reading } from '../../../src/domain/wire.ts';
import { asked, context, jsonResponse, liveClient, serve, sseResponse, WEATHER } from '../../client/support.ts';

interface Fixture {
  readonly name: string;
  readonly kind: 'json' | 'sse';
  readonly body: string;
  readonly expect: { readonly calls: Json; readonly error: string | null; readonly checks: readonly string[] };
}

const file = new URL('../../../../shared/wire/fixtures.jsonl', import.meta.url);
const present = existsSync(file);
const fixtures: Fixture[] = present
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Fixture)
  : [];
if (!present) process.stderr.write('shared wire fixtures are absent: their tests are skipped\n');

function seen(reading: Reading, usage: boolean): Json {
  const checks = new Set(reading.findings.map((finding) => finding.check));
  if (!usage) checks.delete('usage');
  return {
    calls: reading.ok ? reading.calls.map((call) => ({ name: call.name, arguments: call.arguments })) : null,
    error: reading.ok ? null : reading.error.code,
    checks: [...checks].toSorted(),
  };
}

function wanted({ expect: { calls, error, checks } }: Fixture): Json {
  return { calls, error, checks: checks.toSorted() };
}

test.skipIf(!present).each(fixtures)('$name is read as the shared fixtures fix it', (fixture) => {
  const stream = fixture.kind === 'sse';
  const response = stream ? sseResponse(fixture.body) : jsonResponse(JSON.parse(fixture.body) as Json);
  expect(seen(readResponse(response, context({ stream })), true)).toEqual(wanted(fixture));
});

test.skipIf(!present)('all shared fixtures, served over HTTP, come through the live client the same', async () => {
  await using server = await serve((response, { url }) => {
    const fixture = fixtures[Number(url.split('/')[1])];
    const type = fixture?.kind === 'sse' ? 'text/event-stream' : 'application/json';
    response.writeHead(200, { 'content-type': type }).end(fixture?.body);
  });
  for (const [i, fixture] of fixtures.entries()) {
    const { client, transport } = liveClient(`http://127.0.0.1:${server.port}/${i}/v1`);
    const outcome = await client.complete(asked({ stream: fixture.kind === 'sse', tools: [WEATHER] }));
    if (outcome.kind !== 'read') throw new Error(`${fixture.name}: ${outcome.kind}`);
    expect({
      name: fixture.name,
      ...(seen(outcome.reading, fixture.expect.checks.includes('usage')) as object),
    }).toEqual({ name: fixture.name, ...(wanted(fixture) as object) });
    expect(transport.kept.length, fixture.name).toBe(outcome.reading.ok ? 1 : 0);
  }
  expect(server.received).toHaveLength(fixtures.length);
});
