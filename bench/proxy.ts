import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeCassette } from '../src/cassette/format/write-format.ts';
import { toRawBody } from '../src/cassette/format/body.ts';
import { createKeyer } from '../src/cassette/lookup/key.ts';
import { createRedactor } from '../src/redact/redact.ts';
import { median } from './measure.ts';
import { atLeast, atMost, type Line } from './table.ts';

const HERE = import.meta.dirname;
const [WARM_UP, REQUESTS, TIMES] = [1000, 5000, 3];
const BODY_BYTES = 4096;
const ENDPOINT = '/chat/completions';

interface Asked {
  readonly rate: number;
  /** Microseconds of the server's CPU a request. */
  readonly cpuUs: number;
}

/** Replayed requests through the server that `exec` starts, against aimock: one recording each, bodies of 4 KB, 16 connections. */
export async function proxy(program: string): Promise<Line[]> {
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-bench-'));
  const prompt = 'What is the weather like in Paris today? '.repeat(BODY_BYTES / 40).slice(0, BODY_BYTES - 60);
  const body = { model: 'm', messages: [{ role: 'user', content: prompt }] };
  writeFileSync(join(dir, 'body.json'), JSON.stringify(body));
  writeFileSync(join(dir, 'tape.json'), tapeOf(body));
  writeFileSync(
    join(dir, 'fixtures.json'),
    JSON.stringify({ fixtures: [{ match: { userMessage: prompt }, response: { content: 'ok' } }] }),
  );
  const ours: Asked[] = [];
  const theirs: Asked[] = [];
  for (let i = 0; i < TIMES; i++) {
    ours.push(await askOurs(program, dir));
    theirs.push(await askAimock(dir));
  }
  rmSync(dir, { recursive: true });
  const rate = median(ours.map((one) => one.rate));
  const [own, other] = [ours, theirs].map((all) => median(all.map(({ cpuUs }) => cpuUs))) as [number, number];
  const named = `aimock ${Math.round(other)} µs`;
  return [
    {
      what: 'exec, a replayed request: CPU',
      measured: `${Math.round(own)} µs`,
      against: named,
      ratio: own / other,
      budget: atMost(1, own / other),
    },
    {
      what: 'exec, replayed requests: rate',
      measured: `${Math.round(rate)} a second`,
      against: `aimock ${Math.round(median(theirs.map((one) => one.rate)))} a second`,
      ratio: null,
      budget: atLeast(1500, rate, 'a second'),
    },
  ];
}

/** As often as it is asked: a recording answers one request. */
function tapeOf(request: { model: string; messages: { role: string; content: string }[] }): string {
  const redactor = createRedactor();
  const key = createKeyer({ redactor }).keyOf(ENDPOINT, request);
  const choices = [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }];
  const answer = { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices };
  const response = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: toRawBody(Buffer.from(JSON.stringify(answer)), 'application/json'),
  };
  const interaction = { endpoint: ENDPOINT, key, request, response, latencyMs: 1, firstByteMs: 1 };
  const interactions = Array.from({ length: WARM_UP + REQUESTS }, () => interaction);
  return writeCassette({
    scenario: 'tape',
    model: 'tape',
    gateway: 'bench',
    source: 'live',
    recordedAt: '2026-11-29T00:00:00.000Z',
    trials: [{ trial: 1, interactions }],
  });
}

const ask = (base: string, pid: string, dir: string): string[] => [
  join(HERE, 'ask.mjs'),
  base,
  pid,
  join(dir, 'body.json'),
  String(WARM_UP),
  String(REQUESTS),
];

async function askOurs(program: string, dir: string): Promise<Asked> {
  const command = ['--', 'env', '-u', 'NODE_OPTIONS', process.execPath, ...ask('env', 'parent', dir)];
  return outputOf([program, 'exec', '--cassette', 'tape.json', '--record', 'none', ...command], dir);
}

async function askAimock(dir: string): Promise<Asked> {
  const server = spawn(process.execPath, [join(HERE, 'aimock.mjs'), join(dir, 'fixtures.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [base] = (await once(createInterface(server.stdout), 'line')) as [string];
  try {
    return await outputOf(ask(base, String(server.pid), dir), dir);
  } finally {
    server.kill();
  }
}

function outputOf(args: readonly string[], cwd: string): Promise<Asked> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', (code) => {
      if (code === 0) done(JSON.parse(stdout) as Asked);
      else fail(new Error(`ended with ${code}: ${stderr.slice(-2000)}`));
    });
  });
}
