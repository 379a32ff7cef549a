import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { isObject, type Json } from '../../src/json/json.ts';
import { SPOKEN, vendorOf } from '../../src/protocol/protocols.ts';
import { runRelay } from '../../src/relay/run.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';
import { freePort } from '../support/scripted-server.ts';
import { place } from './planted.ts';

/** Keys the other way round, but for those whose order says something. */
function turned(value: Json, name = ''): Json {
  if (Array.isArray(value)) return value.map((one) => turned(one));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [key, turned(one, key)]);
  return Object.fromEntries(name === 'properties' ? entries : entries.toReversed());
}

const escaped = (text: string): string =>
  text.replaceAll(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
/** `0.3` as `3e-1`, `1024` as `1024.0`: numbers of the same value. */
const respelled = (text: string): string =>
  text
    .replaceAll(/:(0\.\d+)(?=[,}])/g, (_, number: string) => `:${Number(number).toExponential()}`)
    .replaceAll(/:(\d+)(?=[,}])/g, ':$1.0');
const spaced = (text: string): string => JSON.stringify(JSON.parse(text), null, 3);

/** What a gateway may do to a request, and to an answer, that changes nothing of what they say. */
interface Manner {
  readonly name: string;
  readonly request?: (text: string) => string;
  readonly answer?: (text: string) => string;
  readonly events?: (text: string) => string;
  readonly send?: (response: ServerResponse, status: number, type: string, text: string) => void;
}

const eachData = (text: string, change: (json: string) => string): string =>
  text.replaceAll(/^data: (\{.*\})$/gm, (_, json: string) => `data: ${change(json)}`);
const inBytes =
  (size: number) =>
  (response: ServerResponse, status: number, type: string, text: string): void => {
    response.writeHead(status, { 'content-type': type });
    const bytes = Buffer.from(text);
    // One tick a chunk would take a minute for the longest answers, and Node refuses a million buffers at once.
    const step = Math.max(size, Math.ceil(bytes.length / 50_000));
    for (let at = 0; at < bytes.length; at += step) response.write(bytes.subarray(at, at + step));
    response.end();
  };
const packed =
  (coding: string, pack: (bytes: Buffer) => Buffer) =>
  (response: ServerResponse, status: number, type: string, text: string): void => {
    response.writeHead(status, { 'content-type': type, 'content-encoding': coding });
    response.end(pack(Buffer.from(text)));
  };

const MANNERS: readonly Manner[] = [
  {
    name: 'writes JSON in its own way',
    request: (text) => escaped(JSON.stringify(turned(JSON.parse(text) as Json))),
    answer: (text) => escaped(spaced(text)),
    events: (text) => eachData(text, (json) => escaped(JSON.stringify(turned(JSON.parse(json) as Json)))),
  },
  {
    name: 'writes numbers in another way',
    request: respelled,
    answer: respelled,
    events: (text) => eachData(text, respelled),
  },
  { name: 'sends seven bytes at a time', send: inBytes(7) },
  {
    name: 'writes event streams in its own way',
    events: (text) => `: connected\n\n${text.replaceAll('data: ', 'data:').replaceAll(/\r?\n/g, '\r\n')}: done\r\n\r\n`,
  },
  { name: 'compresses with gzip', send: packed('gzip', gzipSync) },
  { name: 'compresses with brotli', send: packed('br', brotliCompressSync) },
  {
    name: 'closes every connection and says who it is',
    send: (response, status, type, text) => {
      const own = { connection: 'close', 'x-request-id': 'gw-1', server: 'gateway', 'x-gateway-cost': '0.01' };
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...own });
      response.end(text);
    },
  },
  {
    name: 'gives answers ids and times of its own',
    answer: (text) => text.replace(/^\{/, '{"id":"gw-7f3a","created":1790000000,"x_gateway":{"cost":0.01},'),
    events: (text) => eachData(text, (json) => json.replace(/^\{/, '{"x_gateway":{"cost":0.01},')),
  },
];

test.each(SPOKEN)('a %s proxy that says the same in another way loses nothing', async (protocol) => {
  const port = await freePort();
  let manner: Manner = { name: '' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void pass(request.url ?? '/', Buffer.concat(chunks).toString(), response);
    });
  });
  // The client closes idle connections first. A busy machine would otherwise close one while a request is on its way.
  server.keepAliveTimeout = 120_000;
  const pass = async (path: string, text: string, response: ServerResponse): Promise<void> => {
    const got = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: manner.request?.(text) ?? text,
    });
    const came = await got.text();
    const type = got.headers.get('content-type') ?? '';
    const change = type.includes('event-stream') ? manner.events : manner.answer;
    const send = manner.send ?? ((to, status, as, body) => void to.writeHead(status, { 'content-type': as }).end(body));
    send(response, got.status, type, change?.(came) ?? came);
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${vendorOf(protocol).version}`;
  const lanes = [{ name: 'through', in: protocol, out: protocol, model: 'stub', baseUrl, headers: {} }];
  const config = { file: 'relay.yaml', port, lanes, timeoutMs: 20_000, secrets: [] };
  for (const [i, one] of MANNERS.entries()) {
    manner = one;
    const situations = SITUATIONS.filter((_, at) => at % 3 === i % 3);
    const result = await runRelay(config, { version: '0', signal: new AbortController().signal, situations });
    const fields = result.lanes.flatMap((lane) => lane.fields);
    expect(fields.length).toBeGreaterThan(100);
    expect(
      fields.filter(({ word }) => word !== 'kept').map((row) => `${place(row)} ${row.word} ${row.note}`),
      one.name,
    ).toEqual([]);
  }
});
