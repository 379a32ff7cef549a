/** Asks the server in OPENAI_BASE_URL as clients that offer another protocol do, and prints the first line of each answer. */
import { connect } from 'node:net';

const { host, port, hostname } = new URL(process.env['OPENAI_BASE_URL'] ?? '');

/** The first line of the answer to these bytes; empty where the server closes the connection without one. */
function answerTo(request: string): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', fail).on('close', () => done(text.split('\r\n', 1)[0] ?? ''));
  });
}

const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
const head = [`Host: ${host}`, 'Authorization: Bearer key', 'Content-Type: application/json'].join('\r\n');
const requests = {
  // What Java's HttpClient sends to a server without TLS.
  h2c: `POST /v1/chat/completions HTTP/1.1\r\n${head}\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  websocket: `GET /v1/realtime HTTP/1.1\r\n${head}\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  http2: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
};
for (const [name, request] of Object.entries(requests)) {
  process.stdout.write(`${name}: ${await answerTo(request)}\n`);
}
