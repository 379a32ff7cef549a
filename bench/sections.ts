import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeScenarios } from './data.ts';
import { interleaved, median, runOnce, type Measured } from './measure.ts';
import { proxy } from './proxy.ts';
import { watch } from './watch.ts';
import { bfclProject, projectOf, sharedProjectOf } from './projects.ts';
import type { Subjects } from './subjects.ts';
import { tape } from './tape.ts';
import { atLeast, atMost, mb, ms, type Line } from './table.ts';

const MODELS = 3;
const SCENARIOS = 5000;
const TIMES = 5;
const STARTS = 15;
/** Trials in flight while recording. */
const AT_ONCE = 64;
/** Trials that are recorded with answers after half a second. */
const SLOW_TRIALS = 3200;
const HERE = import.meta.dirname;

type Section = (subjects: Subjects, program: string) => Promise<Line[]>;

/** The parts of the benchmark, by the names that `--only` takes. */
export const SECTIONS: Readonly<
  Record<string, { readonly about: string; readonly run: Section; readonly slow?: true }>
> = {
  replay: { about: `replay of ${SCENARIOS} scenarios × ${MODELS} models, as a whole process`, run: replay },
  protocols: { about: 'replay of as many trials over Responses and Messages, against chat', run: protocols },
  shared: { about: 'replay of 1,000 scenarios in one file, with five tools that they share', run: shared },
  bfcl: { about: 'replay of published BFCL results, where they lie beside the checkout', run: bfcl },
  start: { about: 'start-up: --help, --version, the replay of one scenario', run: start },
  growth: { about: 'time and memory from 1,000 to 5,000 scenarios', run: growth },
  parts: { about: 'what the parts of a replay cost', run: parts },
  lookups: { about: '100,000 lookups in one process', run: lookups },
  proxy: {
    about: 'replayed requests through exec, against aimock',
    run: (_, program) => proxy(program),
  },
  tape: { about: 'what a tape adds to a test of vitest', run: (_, program) => tape(program) },
  watch: {
    about: `replay --watch of as many trials: from edit to verdict`,
    run: (_, program) =>
      watch(
        program,
        projectOf({ scenarios: SCENARIOS, models: MODELS }),
        `watch, ${(SCENARIOS * MODELS).toLocaleString('en-US')} trials`,
      ),
  },
  recording: { about: 'recording at concurrency 64: answers after 500 ms, and at once', run: recording },
  large: { about: '100,000 trials (with --full)', run: large, slow: true },
};

async function replay(subjects: Subjects): Promise<Line[]> {
  const project = projectOf({ scenarios: SCENARIOS, models: MODELS });
  const { ours, naive, clever } = await interleaved(
    { ours: subjects.replay(project), naive: subjects.naive(project), clever: subjects.clever(project) },
    { times: TIMES, watched: true },
  );
  checkCounts(project, naive.stdout);
  const title = `replay, ${(SCENARIOS * MODELS).toLocaleString('en-US')} trials`;
  return [
    compared(`${title}: time`, ours, naive, 'bare script', 'wallMs', null),
    compared(`${title}: CPU`, ours, naive, 'bare script', 'cpuMs', 1),
    compared(`${title}: time`, ours, clever, 'clever script', 'wallMs', null),
    compared(`${title}: CPU`, ours, clever, 'clever script', 'cpuMs', 1.7),
    {
      what: `${title}: peak memory`,
      measured: mb(ours.peakMb),
      against: `bare script ${mb(naive.peakMb)}, clever ${mb(clever.peakMb)}`,
      ratio: ours.peakMb / naive.peakMb,
      budget: atMost(180, ours.peakMb, 'MB'),
    },
  ];
}

async function protocols(subjects: Subjects): Promise<Line[]> {
  const size = { scenarios: SCENARIOS, models: MODELS };
  const { chat, responses, messages } = await interleaved(
    {
      chat: subjects.replay(projectOf(size)),
      responses: subjects.replay(projectOf({ ...size, protocol: 'responses' })),
      messages: subjects.replay(projectOf({ ...size, protocol: 'messages' })),
    },
    { times: TIMES, watched: true },
  );
  const title = (name: string): string => `replay over ${name}, ${(SCENARIOS * MODELS).toLocaleString('en-US')} trials`;
  return [
    compared(`${title('Responses')}: time`, responses, chat, 'chat', 'wallMs', null),
    compared(`${title('Responses')}: CPU`, responses, chat, 'chat', 'cpuMs', 1.3),
    compared(`${title('Messages')}: time`, messages, chat, 'chat', 'wallMs', null),
    compared(`${title('Messages')}: CPU`, messages, chat, 'chat', 'cpuMs', 1.3),
  ];
}

async function shared(subjects: Subjects): Promise<Line[]> {
  const project = sharedProjectOf({ scenarios: 1000, models: MODELS });
  const { ours, script } = await interleaved(
    { ours: subjects.replay(project), script: subjects.shared(project) },
    { times: TIMES, watched: true },
  );
  checkCounts(project, script.stdout);
  const title = 'replay, 3,000 trials with shared tools';
  return [
    compared(`${title}: time`, ours, script, 'script', 'wallMs', null),
    compared(`${title}: CPU`, ours, script, 'script', 'cpuMs', 2),
  ];
}

/** The yardstick must have judged the same trials the same way. */
function checkCounts(project: string, printed: string): void {
  const { summary } = JSON.parse(readFileSync(join(project, '.tooltape/last-run.json'), 'utf8')) as {
    summary: { model: string; pass: number; judged: number }[];
  };
  const ours = summary.map((row) => `${row.model} ${row.pass}/${row.judged}`).join('\n');
  if (ours !== printed.trim()) throw new Error(`the verdicts differ:\n${ours}\nthe bare script says:\n${printed}`);
}

async function bfcl(subjects: Subjects, program: string): Promise<Line[]> {
  const project = bfclProject(program);
  if (project === null) {
    console.error('skipped bfcl: ../shared/bfcl does not lie beside the checkout');
    return [];
  }
  const { ours, files, requests } = await interleaved(
    {
      ours: subjects.replay(project),
      files: subjects.hashFiles(project),
      requests: subjects.hashRequests(project),
    },
    { times: TIMES, watched: true },
  );
  const title = 'replay of BFCL';
  return [
    compared(`${title}: time`, ours, files, 'files hashed', 'wallMs', 2),
    compared(`${title}: CPU`, ours, files, 'files hashed', 'cpuMs', null),
    compared(`${title}: time`, ours, requests, 'requests hashed', 'wallMs', null),
    compared(`${title}: CPU`, ours, requests, 'requests hashed', 'cpuMs', null),
    { what: `${title}: peak memory`, measured: mb(ours.peakMb), against: '', ratio: null, budget: null },
  ];
}

async function start(subjects: Subjects): Promise<Line[]> {
  const project = projectOf({ scenarios: 1, models: 1 });
  const { nothing, help, version, one } = await interleaved(
    {
      nothing: subjects.nothing(project),
      help: subjects.program(project, '--help'),
      version: subjects.program(project, '--version'),
      one: subjects.replay(project),
    },
    { times: STARTS, watched: false },
  );
  return [
    ...bothWays('--help', help, nothing, 1.8),
    ...bothWays('--version', version, nothing, 1.8),
    ...bothWays('replay of one scenario', one, nothing, 4),
  ];
}

function bothWays(what: string, ours: Measured, nothing: Measured, limit: number): Line[] {
  return [
    compared(`${what}: time`, ours, nothing, 'node -e 0', 'wallMs', limit),
    compared(`${what}: CPU`, ours, nothing, 'node -e 0', 'cpuMs', null),
  ];
}

async function growth(subjects: Subjects): Promise<Line[]> {
  const few = subjects.replay(projectOf({ scenarios: SCENARIOS / 5, models: MODELS }));
  const many = subjects.replay(projectOf({ scenarios: SCENARIOS, models: MODELS }));
  const measured = await interleaved({ few, many }, { times: TIMES, watched: true });
  return [
    compared('five times as many scenarios: time', measured.many, measured.few, 'a fifth', 'wallMs', 5.5),
    compared('five times as many scenarios: CPU', measured.many, measured.few, 'a fifth', 'cpuMs', 5.5),
    {
      what: 'five times as many scenarios: memory',
      measured: mb(measured.many.peakMb),
      against: `a fifth ${mb(measured.few.peakMb)}`,
      ratio: measured.many.peakMb / measured.few.peakMb,
      budget: null,
    },
  ];
}

async function large(subjects: Subjects): Promise<Line[]> {
  const scenarios = Math.ceil(100_000 / MODELS);
  const usual = subjects.replay(projectOf({ scenarios: SCENARIOS, models: MODELS }));
  const all = subjects.replay(projectOf({ scenarios, models: MODELS }));
  const measured = await interleaved({ usual, all }, { times: 3, watched: true });
  const linear = scenarios / SCENARIOS;
  const grown = measured.all.cpuMs / measured.usual.cpuMs / linear;
  return [
    {
      what: '100,000 trials: CPU against linear growth',
      measured: ms(measured.all.cpuMs),
      against: `15,000 trials ${ms(measured.usual.cpuMs)}`,
      ratio: grown,
      budget: atMost(1.2, grown),
    },
    {
      what: '100,000 trials: peak memory',
      measured: mb(measured.all.peakMb),
      against: `15,000 trials ${mb(measured.usual.peakMb)}`,
      ratio: measured.all.peakMb / measured.usual.peakMb,
      budget: atMost(400, measured.all.peakMb, 'MB'),
    },
  ];
}

async function parts(): Promise<Line[]> {
  const project = projectOf({ scenarios: SCENARIOS, models: MODELS });
  const { stdout } = await runOnce({ args: [join(HERE, 'parts.ts'), project], cwd: project }, false);
  const { trials, parts: spent } = JSON.parse(stdout) as { trials: number; parts: Record<string, number> };
  return Object.entries(spent).map(([part, elapsed]) => ({
    what: `part: ${part}`,
    measured: ms(elapsed),
    against: `${((elapsed / trials) * 1000).toFixed(1)} µs a trial`,
    ratio: null,
    budget: null,
  }));
}

async function lookups(): Promise<Line[]> {
  const { stdout } = await runOnce({ args: [join(HERE, 'replay-heap.ts')], cwd: HERE }, false);
  const [, perLookup = '', grown = ''] = /, (.*?) µs each with opening: heap \+?(.*?) MB/.exec(stdout) ?? [];
  return [
    {
      what: '100,000 lookups: growth of the heap',
      measured: `${grown} MB`,
      against: `${perLookup} µs a lookup`,
      ratio: null,
      budget: atMost(64, Number(grown), 'MB'),
    },
  ];
}

async function recording(subjects: Subjects): Promise<Line[]> {
  const dirs: string[] = [];
  const fast = await recordFrom(subjects, dirs, { trials: 2000, latencyMs: 0, times: TIMES });
  // The first request to a gateway goes alone for a moment, so that a wrong key costs one request. The run is long enough that this
  // says little about the rate.
  const slow = await recordFrom(subjects, dirs, { trials: SLOW_TRIALS, latencyMs: 500, times: 3 });
  // Only now: a file system that has to find room among much that was just deleted is slow to make files.
  for (const dir of dirs) rmSync(dir, { recursive: true });
  const ideal = (SLOW_TRIALS / AT_ONCE) * 500;
  const rate = 2000 / (fast.elapsedMs / 1000);
  return [
    {
      what: 'recording, answers after 500 ms: rate',
      measured: `${Math.round(SLOW_TRIALS / (slow.elapsedMs / 1000))} a second`,
      against: `ideal ${Math.round(SLOW_TRIALS / (ideal / 1000))} a second`,
      ratio: ideal / slow.elapsedMs,
      budget: atLeast(0.95, ideal / slow.elapsedMs),
    },
    {
      what: 'recording, answers at once: rate',
      measured: `${Math.round(rate)} a second`,
      against: `CPU ${ms(fast.cpuMs / 2000)} a trial`,
      ratio: null,
      budget: atLeast(450, rate, 'a second'),
    },
  ];
}

interface Recorded {
  /** From the first request to the last answer, as the server saw it; medians. */
  readonly elapsedMs: number;
  readonly cpuMs: number;
}

/** Records as often as is wanted, each time in a new folder, which it adds to `dirs`. */
async function recordFrom(
  subjects: Subjects,
  dirs: string[],
  { trials, latencyMs, times }: { readonly trials: number; readonly latencyMs: number; readonly times: number },
): Promise<Recorded> {
  const runs: Recorded[] = [];
  for (let i = 0; i < times; i++) {
    const server = fork(join(HERE, 'serve.ts'), [String(latencyMs)]);
    const next = <T>(): Promise<T> =>
      new Promise((resolve) => server.once('message', (message) => resolve(message as T)));
    const { port } = await next<{ port: number }>();
    const dir = mkdtempSync(join(tmpdir(), 'tooltape-bench-'));
    dirs.push(dir);
    writeScenarios(dir, trials, `http://127.0.0.1:${port}/v1`, 1);
    const args = ['run', '--record', 'all', '--models', 'model-a', '--concurrency', String(AT_ONCE)];
    const run = await runOnce(subjects.program(dir, ...args), true);
    server.send('end');
    const { answered, most, elapsedMs } = await next<{ answered: number; most: number; elapsedMs: number }>();
    if (answered !== trials) throw new Error(`the server answered ${answered} requests, not ${trials}`);
    if (most > AT_ONCE) throw new Error(`${most} requests were open at once, not ${AT_ONCE}`);
    runs.push({ elapsedMs, cpuMs: run.cpuMs ?? Number.NaN });
  }
  return { elapsedMs: median(runs.map((run) => run.elapsedMs)), cpuMs: median(runs.map((run) => run.cpuMs)) };
}

function compared(
  what: string,
  ours: Measured,
  other: Measured,
  name: string,
  of: 'wallMs' | 'cpuMs',
  limit: number | null,
): Line {
  const ratio = ours[of] / other[of];
  return {
    what,
    measured: ms(ours[of]),
    against: `${name} ${ms(other[of])}`,
    ratio,
    budget: limit === null ? null : atMost(limit, ratio),
  };
}
