/**
 * Gives the program files that were changed by chance: cassettes, answers in them, run files, configurations and scenario files.
 * Usage: node bench/fuzz.ts [--cases 10000] [--processes 300] [--seed 1]. The cases run in this process, and some of them
 * once more as processes of the built program. Fails at an internal error (exit 70), at a case that takes too many steps, and where
 * `NaN`, `undefined` or `Infinity` is printed.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCase, type FuzzCase } from './fuzz/cases.ts';
import { runHere, type Ran } from './fuzz/in-process.ts';
import { createRandom } from './fuzz/random.ts';
import { makeSamples } from './fuzz/samples.ts';
import { createStepCounter } from './fuzz/steps.ts';
import { builtProgram } from './projects.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    processes: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const CASES = Number(values.cases);
const PROCESSES = Number(values.processes);

/** Calls of functions that a case may take: a hundred times what a sound file takes. */
const MOST_STEPS = 50_000_000;
/** Cases whose steps are counted together. */
const BATCH = 20;
/** A process that takes longer stands still. */
const PATIENCE_MS = 120_000;
const NO_VALUE = /\b(?:NaN|undefined|Infinity)\b|\[object Object\]/;

const program = builtProgram();
const samples = makeSamples(program);
const random = createRandom(Number(values.seed));
const cases = Array.from({ length: CASES }, (_, i) => makeCase(i, samples, random));

interface Failure {
  readonly number: number;
  readonly what: string;
}
const failures: Failure[] = [];
const codes = new Map<string, number>();

function judge(number: number, { kind }: FuzzCase, { code, output }: Ran): void {
  const key = `${kind}: exit ${code}`;
  codes.set(key, (codes.get(key) ?? 0) + 1);
  if (code === 70 || code === null) failures.push({ number, what: output.slice(-1500) || 'it stood still' });
  const shown = NO_VALUE.exec(output);
  if (shown !== null) {
    failures.push({
      number,
      what: `prints ${shown[0]}: …${output.slice(Math.max(0, shown.index - 200), shown.index + 100)}`,
    });
  }
}

/** A fresh copy of the sound project with the changed file in it. */
function projectWith({ file, text }: FuzzCase, dir: string): void {
  cpSync(samples.dir, dir, { recursive: true });
  writeFileSync(join(dir, file), text);
}

const work = mkdtempSync(join(tmpdir(), 'tooltape-fuzz-work-'));
const wanted = values.only === undefined ? cases.map((_, i) => i) : values.only.split(',').map(Number);

const counter = await createStepCounter();
let most = 0;
for (let start = 0; start < wanted.length; start += BATCH) {
  const batch = wanted.slice(start, start + BATCH);
  for (const number of batch) {
    const one = cases[number];
    if (one === undefined) continue;
    const dir = join(work, String(number));
    projectWith(one, dir);
    process.chdir(dir);
    judge(number, one, await runHere(one.args));
    process.chdir(work);
    rmSync(dir, { recursive: true, force: true });
  }
  const steps = await counter.take();
  most = Math.max(most, steps);
  if (steps > MOST_STEPS * batch.length)
    failures.push({ number: start, what: `${steps} calls in the batch from here` });
  if (start % 1000 < BATCH)
    process.stderr.write(`${start + batch.length} of ${wanted.length}, ${failures.length} failures\n`);
}

/** The same case as a process of the built program. */
function runProcess(one: FuzzCase, dir: string): Promise<Ran> {
  projectWith(one, dir);
  return new Promise((done) => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' };
    const child = spawn(process.execPath, [program, ...one.args], { cwd: dir, env });
    let output = '';
    const take = (text: Buffer): unknown => (output += text.toString());
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.on('close', (code) => {
      clearTimeout(timer);
      rmSync(dir, { recursive: true, force: true });
      done({ code, output });
    });
  });
}

if (values.only === undefined) {
  const step = Math.max(1, Math.floor(cases.length / Math.max(1, PROCESSES)));
  for (let i = 0; i < PROCESSES && i * step < cases.length; i++) {
    // One step further each time, so that all kinds have their turn.
    const number = Math.min(cases.length - 1, i * step + (i % Math.min(5, step)));
    const one = cases[number];
    if (one !== undefined) judge(number, one, await runProcess(one, join(work, `p${number}`)));
  }
}
rmSync(work, { recursive: true, force: true });
rmSync(samples.dir, { recursive: true, force: true });

for (const { number, what } of failures.slice(0, 40)) {
  const one = cases[number];
  console.log(`case ${number} (${one?.kind}, ${one?.args.join(' ')}):\n  ${what.trim().replaceAll('\n', '\n  ')}`);
}
for (const [what, count] of [...codes].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${String(count).padStart(6)}  ${what}`);
console.log(
  `${wanted.length} cases, ${failures.length} failures; at most ${Math.round(most / BATCH)} calls a case, over ${BATCH} cases`,
);
if (failures.length > 0) process.exitCode = 1;
