import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ReadContext } from '../../../src/protocol/read-context.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import type { Json } from '../../../src/json/json.ts';
import type { RawBody, RawResponse } from '../../../src/domain/wire.ts';
import { call, chunk, context, sseResponse, stream } from '../../client/support.ts';

/** One line of `test/fixtures/wire/*.jsonl`: the shape of the shared fixtures, with what was asked and how it was sent. */
interface Variant {
  readonly name: string;
  readonly kind: 'json' | 'sse' | 'text';
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly ask?: Partial<ReadContext>;
  readonly body: string;
  readonly expect: {
    readonly calls: Json;
    readonly error: string | null;
    readonly checks: readonly string[];
    readonly retryable?: boolean;
  };
}

const TYPES = { json: 'application/json', sse: 'text/event-stream' };

function load(file: string): Variant[] {
  const text = readFileSync(new URL(`../../fixtures/wire/${file}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Variant);
}

function responseOf({ kind, status = 200, headers, body }: Variant): RawResponse {
  const raw: RawBody = kind === 'json' ? { kind, value: JSON.parse(body) as Json } : { kind, text: body };
  return { status, headers: headers ?? (kind === 'text' ? {} : { 'content-type': TYPES[kind] }), body: raw };
}

test.each(['stream', 'json', 'body', 'errors'].flatMap((file) => load(file).map((variant) => ({ file, ...variant }))))(
  '$file: $name',
  (variant) => {
    const response = responseOf(variant);
    const asked = context({ stream: variant.kind === 'sse', ...variant.ask });
    const reading = readResponse(response, asked);
    const { retryable, ...wanted } = variant.expect;
    expect({
      calls: reading.ok ? reading.calls.map(({ name, arguments: args }) => ({ name, arguments: args })) : null,
      error: reading.ok ? null : reading.error.code,
      checks: [...new Set(reading.findings.map((finding) => finding.check))].toSorted(),
    }).toEqual(wanted);
    if (retryable !== undefined) expect(reading.ok || reading.retryable).toBe(retryable);
    for (const finding of reading.findings) expect(finding.excerpt.length).toBeLessThanOrEqual(160);
    expect(readResponse(response, asked)).toEqual(reading);
    if (!reading.ok || reading.reported === true) return;
    const ids = reading.calls.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    const echoed = reading.echo[0]?.['tool_calls'];
    expect(Array.isArray(echoed) ? echoed.map((one) => (one as { id: string }).id) : []).toEqual(ids);
  },
);

test('the fixtures hold no name twice', () => {
  const names = ['stream', 'json', 'body', 'errors'].flatMap((file) => load(file).map(({ name }) => `${file}/${name}`));
  expect(new Set(names).size).toBe(names.length);
});

test('a stream cut anywhere is an error or the whole answer, never part of one', () => {
  const pieces = ['', '{"city":', '"Zürich"}'].map((args, i) =>
    i === 0
      ? chunk({ role: 'assistant', tool_calls: [{ index: 0, ...call('a', args) }] })
      : chunk({ tool_calls: [{ index: 0, function: { arguments: args } }] }),
  );
  const text = stream([...pieces, chunk({}, 'tool_calls')]);
  for (let end = 0; end <= text.length; end += 1) {
    const reading = readResponse(sseResponse(text.slice(0, end)), context({ stream: true }));
    if (reading.ok) expect(reading.calls[0]?.arguments).toEqual({ city: 'Zürich' });
    else expect(['truncated-stream', 'malformed-response']).toContain(reading.error.code);
  }
});
