import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProtocolName } from '../../src/domain/protocol.ts';
import type { RawResponse, Reading } from '../../src/domain/wire.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { protocolNamed } from '../../src/protocol/protocols.ts';

/** A real exchange of the wire corpus beside the checkout: one line of its file. */
export interface CorpusExchange {
  readonly id: string;
  readonly source: string;
  readonly protocol: ProtocolName;
  readonly path: string;
  /** Null where only the answer is known. */
  readonly request: JsonObject | null;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly expected: {
    readonly calls?: readonly { readonly name: string; readonly arguments: JsonObject }[];
    readonly error?: true;
    readonly unreadable?: true;
  };
}

const file = fileURLToPath(new URL('../../../shared/wire-corpus/exchanges.jsonl', import.meta.url));

export const hasCorpus: boolean = existsSync(file);
if (!hasCorpus) process.stderr.write('the wire corpus is absent: its tests are skipped\n');

/** The exchanges of one protocol, in the order of the file; none where the corpus is absent. */
export function corpusOf(protocol: ProtocolName): CorpusExchange[] {
  if (!hasCorpus) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as CorpusExchange).filter((one) => one.protocol === protocol);
}

/** The answer as a cassette would hold it. */
export function responseOf({
  status,
  headers,
  body,
}: Pick<CorpusExchange, 'status' | 'headers' | 'body'>): RawResponse {
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch {
    const kind = /event-stream/.test(headers['content-type'] ?? '') || /^(?:data|event):/m.test(body) ? 'sse' : 'text';
    return { status, headers, body: { kind, text: body } };
  }
  return { status, headers, body: { kind: 'json', value } };
}

/** What the answer of an exchange says, read with the request that is known of it. */
export function readExchange(exchange: CorpusExchange, step = 1): Reading {
  const protocol = protocolNamed(exchange.protocol);
  const stream = /^(?:data|event):/m.test(exchange.body);
  const body = exchange.request ?? { stream };
  const path =
    exchange.path === '' ? `/models/any:${stream ? 'streamGenerateContent' : 'generateContent'}` : exchange.path;
  const endpoint = path.replace(/^\/v1(?:beta|alpha)?(?=\/)/, '').replace(/\?.*$/s, '');
  return protocol.read(responseOf(exchange), protocol.contextOf({ endpoint, body }, step));
}

/** The calls of a reading in the words of the corpus. */
export function callsOf(reading: Reading): { name: string; arguments: Json }[] | null {
  if (!reading.ok) return null;
  return reading.calls.map(({ name, arguments: args, rawArguments }) => ({
    name,
    arguments: args ?? { $raw: rawArguments },
  }));
}
