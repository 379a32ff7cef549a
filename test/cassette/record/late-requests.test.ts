import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { attachCassette } from '../../../src/index.ts';
import { startServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

const PROGRAM = new URL('programs/late.ts', import.meta.url).pathname;
const ANSWER = JSON.stringify({
  id: 'c',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'heard' }, finish_reason: 'stop' }],
});

const sent = (method: string): string =>
  `tooltape: ${method} ORIGIN/v1/chat/completions was sent after FILE was closed, and is neither replayed nor recorded: wait for the program before the tape is closed\n`;

/** What is told of a request after the tape is closed, by mode and way. */
const TOLD: { readonly [turn: string]: string } = {
  'none by fetch, twice': sent('POST'),
  'none by http': sent('GET'),
  'none by code that ran within the tape': sent('POST'),
  'missing by code that ran within the tape': sent('POST'),
  // Other code may ask the origin where a test records.
  'missing by fetch, twice': '',
  'none by other code than that which ran within the tape': '',
  'none for traces': '',
  'none for another origin': '',
  'none while another tape is open': '',
  'none while a mock answers': '',
};

test('a request that is sent after its tape was closed is told, once a tape', async () => {
  const { origin } = await startServer((response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
  });
  const file = join(tempDir(), 'agent.json');
  const tape = await attachCassette({ file, origins: [`${origin}/v1`], mode: 'all' });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  await (await fetch(`${origin}/v1/chat/completions`, { method: 'POST', body })).text();
  await tape.close();
  const turns = Object.keys(TOLD);
  const { stderr } = await promisify(execFile)(process.execPath, [PROGRAM, origin, file, ...turns]);
  expect(stderr.replaceAll(origin, 'ORIGIN').replaceAll(file, 'FILE')).toBe(
    turns.map((turn) => `${turn}\n${TOLD[turn]}`).join(''),
  );
});
