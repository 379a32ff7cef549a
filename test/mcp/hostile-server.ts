/** A server that speaks MCP 2025-11-25 by hand, and badly: `node hostile-server.ts MODE [counter file]`. */
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [mode = '', counter = ''] = process.argv.slice(2);
if (counter !== '') appendFileSync(counter, 'x');
const starts = counter === '' ? 0 : readFileSync(counter, 'utf8').length;

if (mode === 'leaves-a-daemon') {
  // A session of its own takes the process out of the group of this one.
  const daemon = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  });
  daemon.unref();
  appendFileSync(`${counter}.daemons`, `${daemon.pid}\n`);
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
}

const send = (message: object): void =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const tool = (name: string, description = 'Does a thing'): object => ({
  name,
  description,
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
});

function listed(): readonly object[] {
  if (mode === 'no-tools') return [];
  if (mode === 'twice') return [tool('look_up'), tool('look_up')];
  if (mode === 'drifts') return [tool('look_up', lists > 1 ? 'Looks up nothing any more' : 'Looks up')];
  if (mode === 'no-schema') return [{ name: 'look_up', inputSchema: null }];
  if (mode === 'changing') return [tool('look_up', `Looks things up, version ${starts}`)];
  return [tool('look_up')];
}

/** Lists that this process has been asked for. */
let lists = 0;
let waiting: (() => void) | null = null;
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line) as Message;
  if (method === undefined) return waiting?.();
  if (id === undefined) return undefined;
  if (mode === 'no-json') return void process.stdout.write('Server ready on port 8080\n');
  if (method === 'server/discover' && mode === 'ends-on-discover') process.exit(1);
  if (method === 'initialize') {
    const serverInfo = { name: 'hostile', version: '1' };
    return send({ id, result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo } });
  }
  if (method === 'tools/list') {
    lists += 1;
    if (mode === 'dies-listing') process.exit(7);
    return send({ id, result: { tools: listed() } });
  }
  if (method !== 'tools/call') return send({ id, error: { code: -32601, message: 'Method not found' } });
  const answer = (): void => send({ id, result: { content: [{ type: 'text', text: 'found' }] } });
  switch (mode) {
    case 'asks':
      waiting = answer;
      return send({ id: 'q1', method: 'sampling/createMessage', params: { messages: [], maxTokens: 5 } });
    case 'elicits':
      waiting = answer;
      return send({
        id: 'q1',
        method: 'elicitation/create',
        params: {
          message: 'Which city?',
          requestedSchema: { type: 'object', properties: { city: { type: 'string' } } },
        },
      });
    case 'asks-roots':
      waiting = answer;
      return send({ id: 'q1', method: 'roots/list' });
    case 'dies':
      return process.exit(9);
    case 'dies-once':
      // The first start was for the list.
      return starts === 2 ? process.exit(9) : answer();
    case 'hangs-once':
      if (starts !== 2) return answer();
      // A server that reads nothing any more answers no ping either.
      for (;;);
    case 'closes-output':
      return closeSync(1);
    case 'null-result':
      return send({ id, result: null });
    case 'error-text':
      return send({ id, error: 'the database is down' });
    case 'text-content':
      return send({ id, result: { content: ['found'] } });
    case 'unknown-content':
      return send({ id, result: { content: [{ type: 'hologram' }] } });
    case 'hangs':
      return undefined;
    case 'huge':
      return send({ id, result: { content: [{ type: 'text', text: 'x'.repeat(100 * 1024 * 1024) }] } });
    default:
      return answer();
  }
});
// Closing its input does not end it, so that it has to be ended.
if (mode === 'stubborn') setInterval(() => {}, 1000);
for (const signal of ['SIGTERM', 'SIGINT'] as const) if (mode === 'stubborn') process.on(signal, () => {});
