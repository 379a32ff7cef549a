/**
 * Kills the program (SIGKILL) at random moments while it records, records everything anew, blesses, merges and redacts, and looks at
 * what is left on the disk. Usage: node bench/kills.ts [--kills 100] [--seed 1]. Answers take 10 ms, 64 trials are in flight.
 * Fails where a finished trial is lost, a count is wrong, or a file is cut.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRandom } from './fuzz/random.ts';
import { builtProgram } from './projects.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const KILLS = Number(values.kills);
const [SCENARIOS, CONCURRENCY, ANSWER_MS] = [400, 64, 10];
const KEY = { BENCH_KEY: 'key-of-the-bench-0123' };

const program = builtProgram();
const random = createRandom(Number(values.seed));
const failures: string[] = [];
const counts = new Map<string, { kills: number; late: number; inFlight: number; most: number }>();

/** Every answer says which request of all it is. */
let answered = 0;
let said = 'old';
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    setTimeout(() => {
      answered += 1;
      const message = { role: 'assistant', content: `${said} answer` };
      const body = {
        id: 'x',
        object: 'chat.completion',
        created: 1,
        model: 'm',
        choices: [{ index: 0, message, finish_reason: 'stop' }],
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    }, ANSWER_MS);
  });
});
// A connection that the server ends while a busy client takes it up again would be an error of the bench.
server.keepAliveTimeout = 600_000;
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;

function project(trials: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-kills-'));
  const scenarios = Array.from({ length: SCENARIOS / trials }, (_, i) => ({
    id: `s${i}`,
    prompt: `Question ${i}`,
    expect: { calls: [] },
  }));
  mkdirSync(join(dir, 'scenarios'));
  writeFileSync(join(dir, 'scenarios/all.json'), JSON.stringify({ scenarios, tools: [], defaults: { tools: [] } }));
  configure(dir, trials, []);
  return dir;
}

function configure(dir: string, trials: number, redact: readonly string[]): void {
  const config = {
    gateways: { g: { base_url: `http://127.0.0.1:${port}/v1`, api_key_env: 'BENCH_KEY' } },
    models: { m: { gateway: 'g' } },
    defaults: { models: ['m'], retries: 0, concurrency: CONCURRENCY, trials },
    redact,
  };
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
}

interface Ended {
  readonly killed: boolean;
  readonly code: number | null;
  readonly output: string;
}

/** Runs a command; with `isTime`, kills it then. */
async function run(dir: string, args: readonly string[], isTime: (() => boolean) | null = null): Promise<Ended> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...KEY };
  const child = spawn(process.execPath, [program, ...args], { cwd: dir, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const closed = once(child, 'close');
  const goesOn = (): boolean => isTime !== null && child.exitCode === null && !isTime();
  while (goesOn()) await sleep(1);
  const killed = isTime !== null && child.exitCode === null && child.kill('SIGKILL');
  const [code] = (await closed) as [number | null];
  // What was on its way to the server is answered, and counted, before anything is compared.
  if (killed) await sleep(10 * ANSWER_MS);
  return { killed, code, output };
}

/** Texts of all cassettes and parts; a file that is cut is a failure. */
function trialsOnDisk(dir: string, what: string): { file: string; texts: string[] }[] {
  const names = readdirSync(join(dir, 'cassettes'), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(?:json|part)$/.test(name))
    .map((name) => {
      const text = readFileSync(join(dir, 'cassettes', name), 'utf8');
      try {
        const { trials } = JSON.parse(text) as { trials: unknown[] };
        return { file: name, texts: trials.map((trial) => JSON.stringify(trial)) };
      } catch {
        failures.push(`${what}: ${name} is cut`);
        return { file: name, texts: [] };
      }
    });
}

function note(what: string, { killed }: Ended, inFlight: number): void {
  const count = counts.get(what) ?? { kills: 0, late: 0, inFlight: 0, most: 0 };
  counts.set(what, count);
  if (killed) count.kills += 1;
  else count.late += 1;
  count.inFlight += inFlight;
  count.most = Math.max(count.most, inFlight);
}

/** After so many answers of the server, and a moment. */
function afterAnswers(before: number, most: number): () => boolean {
  const wanted = random.below(most) + 1;
  const more = random.below(8);
  let since = Number.NaN;
  return () => {
    if (answered - before < wanted) return false;
    if (Number.isNaN(since)) since = performance.now();
    return performance.now() - since >= more;
  };
}

/** Kills a recording, and has the next run finish it. */
async function recording(what: string): Promise<void> {
  const dir = project(1);
  const before = answered;
  const ended = await run(dir, ['run'], afterAnswers(before, SCENARIOS));
  const asked = answered - before;
  const kept = trialsOnDisk(dir, what).flatMap(({ texts }) => texts).length;
  note(what, ended, asked - kept);
  if (ended.killed && asked - kept > CONCURRENCY) failures.push(`${what}: ${asked} were answered, ${kept} are kept`);
  const verified = await run(dir, ['cassettes', 'verify']);
  if (kept > 0 && verified.code !== 0) failures.push(`${what}: verify ends with ${verified.code}: ${verified.output}`);
  const again = answered;
  const next = await run(dir, ['run']);
  const more = answered - again;
  if (next.code !== 0 || more !== SCENARIOS - kept) {
    failures.push(
      `${what}: ${SCENARIOS - kept} are missing, ${more} were asked for, exit ${next.code}: ${next.output}`,
    );
  }
  if (!next.output.includes(`${SCENARIOS} of ${SCENARIOS} judged trials`)) failures.push(`${what}: ${next.output}`);
  rmSync(dir, { recursive: true });
}

/** At a random moment of the time that a command takes, without its start. */
async function withinTime(dir: string, args: readonly string[]): Promise<() => boolean> {
  const start = performance.now();
  await run(dir, args);
  const takes = performance.now() - start;
  const end = performance.now() + takes * (0.4 + random.below(600) / 1000);
  return () => performance.now() >= end;
}

let anew = 0;

/** Kills a recording of everything anew, in a project of two trials a cell, and has the next run finish it. */
async function recordAll(what: string, dir: string): Promise<void> {
  said = `new ${++anew}`;
  const before = answered;
  const ended = await run(dir, ['run', '--record', 'all', '--fresh'], afterAnswers(before, SCENARIOS));
  const asked = answered - before;
  const files = trialsOnDisk(dir, what);
  const kept = files.flatMap(({ texts }) => texts).filter((text) => text.includes(`"${said} answer`)).length;
  note(what, ended, asked - kept);
  if (ended.killed && asked - kept > CONCURRENCY) failures.push(`${what}: ${asked} were answered, ${kept} are kept`);
  const whole = files.filter(({ file, texts }) => file.endsWith('.json') && texts.length === 2).length;
  if (whole !== SCENARIOS / 2) failures.push(`${what}: ${whole} of ${SCENARIOS / 2} recordings are whole`);
  const again = answered;
  const next = await run(dir, ['run', '--record', 'all']);
  const took = files.filter(({ file }) => file.endsWith('.part')).flatMap(({ texts }) => texts).length;
  if (next.code !== 0 || answered - again !== SCENARIOS - took) {
    failures.push(`${what}: ${answered - again} asked again, ${took} were in parts, exit ${next.code}: ${next.output}`);
  }
}

/** Kills a command that writes one file: it is the old one or the new one. */
async function replacing(what: string, dir: string, args: readonly string[], file: string): Promise<void> {
  const isTime = await withinTime(dir, args);
  copyFileSync(join(dir, 'old.json'), join(dir, file));
  const old = readFileSync(join(dir, file), 'utf8');
  const ended = await run(dir, args, isTime);
  const now = readFileSync(join(dir, file), 'utf8');
  note(what, ended, 0);
  if (now === old) return;
  const { trials } = JSON.parse(now) as { trials: unknown[] };
  if (trials.length !== SCENARIOS) failures.push(`${what}: ${file} has ${trials.length} trials`);
}

const patterns: string[] = [];

/** Kills a redaction: every file is the old one or the new one, and the next one finishes. */
async function redacting(what: string, dir: string): Promise<void> {
  said = `secret${patterns.length}x`;
  await run(dir, ['run', '--record', 'all', '--fresh']);
  patterns.push(`${said} answer`);
  configure(dir, 2, patterns);
  const ended = await run(dir, ['cassettes', 'redact'], await withinTime(dir, ['cassettes', 'verify']));
  const files = trialsOnDisk(dir, what);
  note(what, ended, 0);
  const trials = files.flatMap(({ texts }) => texts);
  if (trials.length !== SCENARIOS) failures.push(`${what}: ${trials.length} of ${SCENARIOS} trials are left`);
  const next = await run(dir, ['cassettes', 'redact']);
  const verified = await run(dir, ['cassettes', 'verify']);
  if (next.code !== 0 || verified.code !== 0) failures.push(`${what}: ${next.output}${verified.output}`);
  const left = trialsOnDisk(dir, what)
    .flatMap(({ texts }) => texts)
    .filter((text) => text.includes(said)).length;
  if (left > 0) failures.push(`${what}: ${left} trials hold the text still`);
}

/** A command that has ended before it was to be killed is run again. */
async function untilKilled(what: string, kills: number, once: () => Promise<void>): Promise<void> {
  for (let i = 0; i < 5 * kills && (counts.get(what)?.kills ?? 0) < kills; i++) await once();
}

const share = (part: number): number => Math.max(1, Math.round((KILLS * part) / 100));
for (let i = 0; i < share(40); i++) {
  said = 'old';
  await recording('recording');
}
const dir = project(2);
said = 'old';
const first = await run(dir, ['run', '-o', 'run.json']);
if (first.code !== 0) throw new Error(first.output);
for (let i = 0; i < share(25); i++) await recordAll('record all', dir);
copyFileSync(join(dir, 'run.json'), join(dir, 'old.json'));
await run(dir, ['replay', '-o', 'run.json']);
await untilKilled('bless', share(10), () => replacing('bless', dir, ['bless', 'run.json'], 'baseline.json'));
await untilKilled('merge', share(10), () =>
  replacing('merge', dir, ['merge', 'run.json', '-o', 'merged.json'], 'merged.json'),
);
for (let i = 0; i < share(15); i++) await redacting('redact', dir);
rmSync(dir, { recursive: true });
server.close();
server.closeAllConnections();

for (const failure of failures.slice(0, 20)) console.log(failure.slice(0, 1500));
for (const [what, { kills, late, inFlight, most }] of counts) {
  const flight = inFlight === 0 ? '' : `; ${inFlight} answers were in flight, at most ${most} at once`;
  console.log(`${what}: ${kills} kills, ${late} ended before${flight}`);
}
console.log(`${[...counts.values()].reduce((sum, { kills }) => sum + kills, 0)} kills, ${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
