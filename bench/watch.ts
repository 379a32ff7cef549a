import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './measure.ts';
import { atMost, ms, type Line } from './table.ts';

/** Edits of a scenario, each measured from before the write to the verdict on standard output. */
const EDITS = 15;
/** Milliseconds between two edits: the run file is written meanwhile. */
const BETWEEN = 1500;
/** What a verdict ends with. */
const VERDICT = /pass(?:es)? most: .*\n/;

/** From edit to verdict with `replay --watch`: the expectation of one scenario, and one recording of it. */
export async function watch(program: string, project: string, title: string): Promise<Line[]> {
  const scenario = await editing(program, project, 'scenarios/case-000100.json', (text, i) =>
    text.replace(/"limit": \d+/, `"limit": ${100 + i}`),
  );
  const recording = await editing(program, project, 'cassettes/case-000100/model-a.json', (text, i) =>
    text.replace(/"latencyMs": ?\d+/, `"latencyMs": ${500 + i}`),
  );
  return [
    line(`${title}: edit of a scenario to verdict`, scenario),
    line(`${title}: edit of a recording to verdict`, recording),
  ];
}

function line(what: string, { wall, cpu, first }: Edited): Line {
  const value = median(wall);
  return {
    what,
    measured: ms(value),
    against: `CPU ${ms(cpu)}, slowest ${ms(Math.max(...wall))}, first pass ${ms(first)}`,
    ratio: null,
    budget: atMost(150, value, 'ms'),
  };
}

interface Edited {
  readonly wall: readonly number[];
  /** Mean of the process, a pass. */
  readonly cpu: number;
  readonly first: number;
}

async function editing(
  program: string,
  project: string,
  name: string,
  edit: (text: string, i: number) => string,
): Promise<Edited> {
  const file = join(project, name);
  const before = readFileSync(file, 'utf8');
  const start = performance.now();
  const child = spawn(process.execPath, [program, 'replay', '--watch'], {
    cwd: project,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  const verdict = async (): Promise<void> => {
    while (!VERDICT.test(text)) await once(child.stdout, 'data');
    text = '';
  };
  try {
    await verdict();
    const first = performance.now() - start;
    const wall: number[] = [];
    let cpu = 0;
    for (let i = 0; i < EDITS; i++) {
      await sleep(BETWEEN);
      const edited = edit(before, i);
      if (edited === before) throw new Error(`${name} has nothing to edit`);
      const used = cpuMs(child.pid ?? 0);
      const saved = performance.now();
      writeFileSync(file, edited);
      await verdict();
      wall.push(performance.now() - saved);
      cpu += cpuMs(child.pid ?? 0) - used;
    }
    return { wall, cpu: cpu / EDITS, first };
  } finally {
    writeFileSync(file, before);
    child.kill('SIGINT');
    await once(child, 'exit');
  }
}

/** User and system time of a process so far; NaN where the system does not tell. */
function cpuMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // In hundredths of a second: fields 14 and 15 of proc(5).
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}
