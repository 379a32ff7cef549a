import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attachCassette, type Attached, type AttachMode } from '../../../../src/index.ts';

/**
 * A program that asks after its tapes were closed. Arguments: origin, cassette file, and `mode way` for each tape, in this order. It
 * prints each of these on stderr before it attaches the tape.
 */
const [origin = '', file = '', ...turns] = process.argv.slice(2);
const url = `${origin}/v1/chat/completions`;

async function ask(): Promise<string> {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  return (await fetch(`${url}?key=secret`, { method: 'POST', body })).text();
}

const attach = (mode: AttachMode): Promise<Attached> => attachCassette({ file, origins: [`${origin}/v1`], mode });

const WAYS: { readonly [name: string]: (tape: Attached) => Promise<unknown> } = {
  async 'by fetch, twice'(tape) {
    await ask();
    await tape.close();
    await ask();
    await ask();
  },
  async 'by http'(tape) {
    await tape.close();
    await new Promise((done) => get(url, (response) => response.resume().on('end', done)));
  },
  async 'by code that ran within the tape'(tape) {
    const closed = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const late = tape.run(async () => {
      await ask();
      asked.resolve();
      await closed.promise;
      await ask();
    });
    await asked.promise;
    await tape.close();
    closed.resolve();
    await late;
  },
  async 'by other code than that which ran within the tape'(tape) {
    await tape.run(ask);
    await tape.close();
    await ask();
  },
  async 'for traces'(tape) {
    await tape.close();
    await fetch(`${origin}/v1/traces/ingest`, { method: 'POST', body: '{}' });
  },
  async 'for another origin'(tape) {
    await tape.close();
    const other = createServer((_, response) => response.end('other')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}/v1/chat/completions`);
    other.close();
    other.closeAllConnections();
  },
  async 'while another tape is open'(tape) {
    await tape.close();
    await using _ = await attach('none');
    await ask();
  },
  async 'while a mock answers'(tape) {
    await tape.close();
    const { default: nock } = await import('nock');
    nock.activate();
    nock(origin).post('/v1/chat/completions?key=secret').reply(200, 'mocked');
    await ask();
    nock.restore();
  },
};

for (const turn of turns) {
  process.stderr.write(`${turn}\n`);
  const [mode = '', ...words] = turn.split(' ');
  await WAYS[words.join(' ')]?.(await attach(mode as AttachMode));
}
