import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { Resolver, resolve4 } from 'node:dns/promises';
import { Agent, request } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { mkdtempSync } from 'node:fs';
import { register } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { fetch as undiciFetch, request as undiciRequest } from 'undici';
import { lockNetwork } from '../../../../src/network/network-lock.ts';

/** Tries every way out under the lock, and once more after it. Prints what came of each. Arguments: origin, `warm` to open sockets before the lock. */
const [origin = '', warm] = process.argv.slice(2);
const { hostname, port } = new URL(origin);
const LOADER = 'data:text/javascript,export const resolve = (name, context, next) => next(name, context)';
const agent = new Agent({ keepAlive: true });
const unixSocket = join(mkdtempSync(join(tmpdir(), 'tooltape-')), 's');
await new Promise<void>((done) =>
  createServer((socket) => socket.end('x'))
    .listen(unixSocket, done)
    .unref(),
);
const early = fetch;

function viaHttp(): Promise<string> {
  return new Promise((done, fail) => {
    const sent = request(origin, { agent }, (response) => {
      response.resume();
      response.on('end', () => done('reached'));
    });
    sent.on('error', fail);
    sent.end();
  });
}

const viaEvents = (open: () => NodeJS.EventEmitter, event: string): Promise<string> =>
  new Promise((done, fail) => {
    const emitter = open();
    emitter.on('error', fail);
    emitter.on(event, () => done('reached'));
  });

const WAYS: Record<string, () => Promise<string>> = {
  fetch: async () => (await fetch(origin)).text(),
  'fetch taken before the lock': async () => (await early(origin)).text(),
  'fetch of undici': async () => (await undiciFetch(origin)).text(),
  'request of undici': async () => (await undiciRequest(origin)).body.text(),
  http: viaHttp,
  https: async () => (await fetch(origin.replace('http:', 'https:'))).text(),
  'HTTP over a socket': () =>
    viaEvents(() => {
      const socket = connect(Number(port), hostname);
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      return socket;
    }, 'data'),
  'other bytes over a socket': () =>
    viaEvents(() => {
      const socket = connect(Number(port), hostname);
      socket.write('hello');
      return socket;
    }, 'connect'),
  'a socket to a name': () =>
    viaEvents(() => {
      const socket = connect(Number(port), 'tooltape.invalid');
      socket.write('hello');
      return socket;
    }, 'data'),
  tls: () =>
    viaEvents(() => {
      const socket = connectTls(Number(port), hostname);
      socket.write('hello');
      return socket;
    }, 'data'),
  http2: () =>
    new Promise((done, fail) => {
      const session = connectHttp2(origin);
      session.on('error', fail);
      const stream = session.request({ ':path': '/' });
      stream.on('error', fail);
      stream.on('response', () => done('reached'));
      stream.end();
    }),
  udp: () =>
    new Promise((done, fail) => {
      const socket = createSocket('udp4');
      socket.send('x', 9, '127.0.0.1', (error) => (error ? fail(error) : done('reached')));
    }),
  'a question to a name server': async () => (await resolve4('tooltape.invalid')).join(),
  'a resolver of its own': async () => (await new Resolver().resolveTxt('tooltape.invalid')).join(),
  'a name': () =>
    new Promise((done, fail) => lookup('tooltape.invalid', (error) => (error ? fail(error) : done('reached')))),
  'a process': () => viaEvents(() => spawn(process.execPath, ['-e', '0']), 'exit'),
  'a process that is waited for': async () => execFileSync(process.execPath, ['-e', '0']).toString(),
  'a worker thread': () => viaEvents(() => new Worker('0', { eval: true }), 'exit'),
  'a Unix socket': () =>
    viaEvents(() => {
      const socket = connect(unixSocket);
      socket.write('hello');
      return socket;
    }, 'data'),
  'a loader thread': async () => {
    register(LOADER);
    return 'reached';
  },
  'another program': async () => process.execve?.(process.execPath, ['node', '-e', '0'], {}) ?? 'reached',
  WebSocket: () =>
    new Promise((done, fail) => {
      const socket = new WebSocket(origin.replace('http:', 'ws:'));
      socket.addEventListener('open', () => done('reached'));
      socket.addEventListener('error', () => fail(new Error('refused')));
    }),
};

function reasons(error: unknown): string[] {
  const found: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) found.push((at as { code?: string }).code ?? at.message);
  return found;
}

async function tryWay(name: string): Promise<unknown> {
  const timeout = new Promise<string>((done) => setTimeout(done, 1500, 'hangs'));
  try {
    const came = await Promise.race([(WAYS[name] as () => Promise<string>)(), timeout]);
    return came === 'hangs' ? came : 'reached';
  } catch (error) {
    return reasons(error);
  }
}

if (warm === 'warm') for (const name of ['fetch', 'fetch of undici', 'request of undici', 'http']) await tryWay(name);
const lock = await lockNetwork();
const came: Record<string, unknown> = {};
for (const name of Object.keys(WAYS)) came[name] = await lock.as(name, () => tryWay(name));
lock.as('a silent socket', () =>
  connect(Number(port), hostname)
    .on('error', () => undefined)
    .destroy(),
);
const silent = lock.errorOf('a silent socket')?.message;
const print = (): string => execFileSync(process.execPath, ['-p', '1']).toString().trim();
let unnamed = '';
try {
  unnamed = print();
} catch (error) {
  unnamed = (error as NodeJS.ErrnoException).code ?? '';
}
const blamed = Object.keys(WAYS).filter((name) => lock.errorOf(name) !== null);
const [message] = [lock.errorOf('fetch')?.message];
lock.unlock();
const allowing = await lockNetwork({ allow: ['processes', unixSocket] });
const allowed = [print(), await tryWay('a worker thread'), await tryWay('a Unix socket')];
allowing.unlock();
const after: Record<string, unknown> = {};
for (const name of [
  'fetch',
  'fetch of undici',
  'http',
  'other bytes over a socket',
  'a process',
  'a process that is waited for',
  'a worker thread',
  'a Unix socket',
])
  after[name] = await tryWay(name);
process.stdout.write(JSON.stringify({ came, blamed, message, silent, unnamed, allowed, after }), () => process.exit());
