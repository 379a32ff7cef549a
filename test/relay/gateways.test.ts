import { readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { FieldRow, RelayResult } from '../../src/relay/result.ts';
import { LOST } from '../../src/relay/result.ts';
import { ROOT } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly json: string;
  readonly result: RelayResult;
  readonly ms: number;
}

/** Runs an example as its file says: the gateway starts, the relay runs, the gateway stops. */
async function runExample(name: string, args: readonly string[] = []): Promise<Ran> {
  const file = `${tempDir()}/relay.json`;
  const script = resolve(ROOT, 'examples', name, 'run.mjs');
  const start = performance.now();
  const ran = await new Promise<Pick<Ran, 'code' | 'stdout' | 'stderr'>>((done) => {
    const all = [script, '--reporter', `table,json:${file}`, ...args];
    execFile(process.execPath, all, { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
  const ms = performance.now() - start;
  const json = readFileSync(file, 'utf8');
  return { ...ran, json, result: JSON.parse(json) as RelayResult, ms };
}

function rowsOf({ result }: Ran, lane: string): readonly FieldRow[] {
  return result.lanes.find(({ name }) => name === lane)?.fields ?? [];
}

/** `field word` of what did not come through, whole or streamed. */
function told(ran: Ran, lane: string, stream: boolean): string[] {
  const rows = rowsOf(ran, lane).filter(
    (row) => row.stream === stream && (LOST.has(row.word) || row.word === 'unsayable'),
  );
  return [...new Set(rows.map(({ situation, field, word }) => `${situation}: ${field} ${word}`))];
}

/** What a table of docs/relay.md says of a lane: the fields that are lost, by word. */
function documented(lane: string): { readonly [word: string]: readonly string[] } {
  const row = readFileSync(resolve(ROOT, 'docs/relay.md'), 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`| \`${lane}\` |`));
  const [dropped = '', changed = '', failed = ''] = (row ?? '').split('|').slice(2);
  const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  return { dropped: names(dropped), changed: names(changed), failed: names(failed) };
}

function lostWhole(ran: Ran, lane: string): { readonly [word: string]: readonly string[] } {
  const fields = (word: string): string[] => {
    const rows = rowsOf(ran, lane).filter((row) => !row.stream && row.word === word);
    return [...new Set(rows.map(({ field }) => field))].toSorted();
  };
  return { dropped: fields('dropped'), changed: fields('changed'), failed: fields('failed') };
}

test('Portkey 1.15.2: what it loses to Anthropic and to Gemini is found, with both bodies', async () => {
  const ran = await runExample('relay-portkey');
  expect(ran.code, ran.stderr).toBe(0);
  for (const lane of ['chat-to-chat', 'chat-to-messages', 'chat-to-gemini']) {
    expect(documented(lane), lane).toEqual(lostWhole(ran, lane));
  }
  expect(told(ran, 'chat-to-messages', false)).toEqual(
    expect.arrayContaining([
      'tool-strict: tool.strict dropped',
      'parallel-off: parallel dropped',
      'schema-closed: schema.closed dropped',
    ]),
  );
  const kept = rowsOf(ran, 'chat-to-messages').filter(
    ({ situation, stream }) => !stream && /^(?:choice-(?:required|named)|max-tokens|results-permuted)$/.test(situation),
  );
  expect([...new Set(kept.map(({ word }) => word))].sort()).toEqual(['kept', 'translated']);
  expect(told(ran, 'chat-to-gemini', false)).toEqual(
    expect.arrayContaining([
      // Gemini has no field for these two.
      'tool-strict: tool.strict unsayable',
      'parallel-off: parallel unsayable',
      'schema-closed: schema.closed dropped',
      'results-permuted: result.pairing changed',
      'answer-call: answer.finish changed',
      'call-history: call.id dropped',
      // Chat has no field for it either; Portkey's own field is off by default.
      'answer-thought: answer.signature unsayable',
    ]),
  );
  const swapped = rowsOf(ran, 'chat-to-gemini').find(
    ({ situation, field }) => situation === 'results-permuted' && field === 'result.pairing',
  );
  expect(JSON.stringify(swapped?.found)).toContain('gateway-tool-filler-name');
  expect(JSON.stringify(swapped?.sent)).toContain('tool_call_id');
  expect(JSON.stringify(swapped?.arrived)).toContain('gateway-tool-filler-name');
  for (const row of ran.result.lanes.flatMap(({ fields }) => fields).filter(({ word }) => LOST.has(word))) {
    expect(row.sent).not.toBeNull();
    expect(row.side).toBe('gateway');
    if (row.word !== 'failed') expect(row.field.startsWith('answer.') ? row.received : row.arrived).not.toBeNull();
  }
});

test("Portkey's crash on streams is a failure on the gateway's side, told with what the upstream had answered", async () => {
  const ran = await runExample('relay-portkey', ['--lane', 'chat-to-messages', '--max-lost', '0']);
  expect(ran.code).toBe(1);
  const failed = rowsOf(ran, 'chat-to-messages').filter(({ word, stream }) => stream && word === 'failed');
  expect(failed.length).toBeGreaterThan(90);
  expect([...new Set(failed.map(({ side }) => side))]).toEqual(['gateway']);
  const crash = failed.find(({ situation }) => situation === 'bare-text');
  expect(crash?.note).toContain('the upstream answered 200, the gateway 500');
  expect(crash?.answered).toContain('event: message_start');
  expect(JSON.stringify(crash?.received)).toContain('Something went wrong');
  expect(ran.stdout).toContain('Gate --max-lost 0: not met');
});

test('@musistudio/llms 1.0.53: what it loses to chat and to Gemini is found', async () => {
  const ran = await runExample('relay-musistudio');
  expect(ran.code, ran.stderr).toBe(0);
  for (const lane of ['messages-to-chat', 'messages-to-gemini']) {
    expect(documented(lane), lane).toEqual(lostWhole(ran, lane));
  }
  expect(told(ran, 'messages-to-chat', false)).toEqual(
    expect.arrayContaining([
      'tool-strict: tool.strict dropped',
      'parallel-off: parallel dropped',
      'choice-required: choice changed',
      'result-parts: result.parts changed',
      // Chat has no field for these.
      'result-error: result.error unsayable',
      'thought: thought.signature unsayable',
    ]),
  );
  const any = rowsOf(ran, 'messages-to-chat').find(
    ({ situation, field }) => situation === 'choice-required' && field === 'choice',
  );
  expect(any).toMatchObject({ said: 'required', found: 'any', arrived: { tool_choice: 'any' } });
  expect(told(ran, 'messages-to-gemini', false)).toEqual(
    expect.arrayContaining([
      'tool-strict: tool.strict unsayable',
      'parallel-off: parallel unsayable',
      'choice-required: choice dropped',
      'max-tokens: max_tokens dropped',
      'result-error: result.error dropped',
      'result-parts: result.parts changed',
      'answer-call: answer.finish changed',
    ]),
  );
  const signature = rowsOf(ran, 'messages-to-gemini').filter(({ field }) => field === 'thought.signature');
  expect(signature.map(({ word }) => word)).toEqual(['kept', 'kept']);
});

test('the whole matrix takes less than a minute, and a second run prints the same', async () => {
  const first = await runExample('relay-musistudio');
  const second = await runExample('relay-musistudio');
  expect(Math.max(first.ms, second.ms)).toBeLessThan(60_000);
  expect(second.stdout).toBe(first.stdout);
  expect(second.json).toBe(first.json);
});
