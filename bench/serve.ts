/**
 * A gateway for the recording benchmark, in a process of its own: answers every chat completion after a latency, and tells over IPC
 * when the first request came and the last answer went. Usage: serve.ts <latency ms>
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { completionOf } from './data.ts';

const latency = Number(process.argv[2]);
let first = 0;
let last = 0;
let answered = 0;
let open = 0;
let most = 0;

const server = createServer((request, response) => {
  first ||= performance.now();
  open += 1;
  most = Math.max(most, open);
  request.resume();
  const id = `call_${answered}`;
  const call = { id, type: 'function', function: { name: 'find_weather', arguments: '{"city":"Lyon","limit":1}' } };
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(completionOf('model-a', `chatcmpl-${answered}`, [call])));
    open -= 1;
    answered += 1;
    last = performance.now();
  }, latency);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
  process.send?.({ answered, most, elapsedMs: last - first });
  process.disconnect();
  server.close();
  server.closeAllConnections();
});
