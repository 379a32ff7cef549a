import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  connect,
  createSecureServer,
  createServer,
  type ClientHttp2Session,
  type ClientSessionOptions,
  type Http2SecureServer,
  type Http2Server,
  type SecureClientSessionOptions,
} from 'node:http2';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { attachCassette } from '../../../src/index.ts';
import { HAS_OPENSSL } from '../../support/machine.ts';
import { tempDir } from '../temp-dir.ts';

/** A certificate of localhost with its key. */
function certificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const [key, cert] = [join(tempDir(), 'key.pem'), join(tempDir(), 'cert.pem')];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', ...made], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

/** A server of HTTP/2 that answers with the path. Returns its port. */
async function startHttp2(server: Http2Server | Http2SecureServer): Promise<number> {
  server.on('request', (request, response) => void response.end(`heard ${request.url}`));
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => void sessions.add(session));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function ask(session: ClientHttp2Session): Promise<string> {
  try {
    const stream = session.request({ ':path': '/x' });
    return (await stream.setEncoding('utf8').toArray()).join('');
  } finally {
    session.destroy();
  }
}

/** As a client does that opens its connection itself, and hands it to HTTP/2 when it is open, such as gRPC. */
async function askOver(port: number, secure: boolean): Promise<string> {
  const plain = net.connect(port, '127.0.0.1');
  await once(plain, 'connect');
  if (!secure) return ask(connect(`http://127.0.0.1:${port}`, { createConnection: () => plain }));
  const socket = tls.connect({ socket: plain, ALPNProtocols: ['h2'], rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return ask(connect(`https://127.0.0.1:${port}`, { createConnection: () => socket }));
}

/** Every kind of client, at a server with TLS where `secure` says so. */
async function askAll(port: number, secure: boolean): Promise<string[]> {
  const options: ClientSessionOptions | SecureClientSessionOptions = { rejectUnauthorized: false };
  const session = connect(`${secure ? 'https' : 'http'}://127.0.0.1:${port}`, options);
  return [await ask(session), await askOver(port, secure)];
}

const HEARD = ['heard /x', 'heard /x'];

test.for([false, true])(
  'HTTP/2 and gRPC reach other servers while a tape is open, with TLS: %s',
  { timeout: 30_000 },
  async (secure, { skip }) => {
    if (secure && !HAS_OPENSSL) return skip();
    const port = await startHttp2(secure ? createSecureServer(certificate()) : createServer());
    const place = { file: join(tempDir(), 'agent.json'), origins: ['https://api.openai.com/v1'] };
    for (const options of [{ mode: 'missing' }, { mode: 'none', allow: [`127.0.0.1:${port}`] }] as const) {
      await using _tape = await attachCassette({ ...place, ...options });
      expect(await askAll(port, secure)).toEqual(HEARD);
    }
    expect(await askAll(port, secure)).toEqual(HEARD);
  },
);

test('HTTP/2 to the origin of a tape is refused, because nobody could record it', async () => {
  const origin = 'http://127.0.0.1:9';
  await using _tape = await attachCassette({ file: join(tempDir(), 'a.json'), origins: [origin], mode: 'missing' });
  expect(() => connect(origin)).toThrow(
    `HTTP/2 to ${origin} is neither recorded nor replayed: let the client ask over HTTP/1.1`,
  );
});
