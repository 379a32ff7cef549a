import { get } from 'node:http';
import { attachCassette, type AttachMode } from '../../../../src/index.ts';

/** A program that asks after its tape was closed. Arguments: origin, cassette file, mode, and which of `WAYS`. */
const [origin = '', file = '', mode = '', way = ''] = process.argv.slice(2);
const tape = await attachCassette({ file, origins: [`${origin}/v1`], mode: mode as AttachMode });
const url = `${origin}/v1/chat/completions`;

async function ask(): Promise<string> {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  return (await fetch(`${url}?key=secret`, { method: 'POST', body })).text();
}

/** Aborted when the tape is closed. */
const closed = new AbortController();
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 30));

const WAYS: { readonly [name: string]: () => Promise<unknown> } = {
  async 'by fetch, twice'() {
    await ask();
    await tape.close();
    await ask();
    await ask();
  },
  async 'by http'() {
    await tape.close();
    await new Promise((done) => get(url, (response) => response.resume().on('end', done)));
  },
  async 'by code that ran within the tape'() {
    const late = tape.run(async () => {
      await ask();
      while (!closed.signal.aborted) await pause();
      return ask();
    });
    await pause();
    await tape.close();
    closed.abort();
    await late;
  },
  async 'for traces'() {
    await tape.close();
    await fetch(`${origin}/v1/traces/ingest`, { method: 'POST', body: '{}' });
  },
  async 'for another origin'() {
    await tape.close();
    await fetch(url.replace('127.0.0.1', 'localhost'));
  },
  async 'while another tape is open'() {
    await tape.close();
    await using _ = await attachCassette({ file, origins: [`${origin}/v1`], mode: 'none' });
    await ask();
  },
  async 'while a mock answers'() {
    await tape.close();
    const { default: nock } = await import('nock');
    nock.activate();
    nock(origin).post('/v1/chat/completions?key=secret').reply(200, 'mocked');
    await ask();
  },
};
await WAYS[way]?.();
