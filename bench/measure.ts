import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A process to measure: Node's arguments, and where it runs. */
export interface Subject {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
}

/** One run of a process. */
export interface Run {
  readonly wallMs: number;
  /** User and system time of all its threads; null where it was not looked at. */
  readonly cpuMs: number | null;
  readonly peakMb: number | null;
  readonly stdout: string;
}

/** Medians over the runs of a subject; of CPU time the mean. */
export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly stdout: string;
}

const USAGE = join(import.meta.dirname, 'usage.cjs');
const MB = 1024;

/** Runs a process once. `watched`: its own usage is read at its end, which takes it a millisecond. Fails where the process does. */
export function runOnce(subject: Subject, watched: boolean): Promise<Run> {
  const usageFile = join(tmpdir(), `tooltape-bench-usage-${process.pid}.json`);
  const watch = watched ? ['--require', USAGE] : [];
  const before = watched ? null : childCpuMs();
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...watch, ...subject.args], {
      cwd: subject.cwd,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], BENCH_USAGE: usageFile, ...subject.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const wallMs = performance.now() - start;
      if (code !== 0) {
        reject(new Error(`node ${subject.args.join(' ')} ended with ${code}:\n${stderr.slice(-2000)}`));
        return;
      }
      const after = watched ? null : childCpuMs();
      const usage = watched ? readUsage(usageFile) : null;
      const cpuMs = usage?.cpuMs ?? (before === null || after === null ? null : after - before);
      resolve({ wallMs, cpuMs, peakMb: usage?.peakMb ?? null, stdout });
    });
  });
}

/** Runs the subjects in turn, A B A B …, so that a busy machine treats them alike; medians of `times` runs after one that does not count. */
export async function interleaved<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  options: { readonly times: number; readonly watched: boolean },
): Promise<Record<Name, Measured>> {
  const names = Object.keys(subjects) as Name[];
  const runs = new Map<Name, Run[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= options.times; round++) {
    for (const name of names) {
      const run = await runOnce(subjects[name], options.watched);
      if (round > 0) runs.get(name)?.push(run);
    }
  }
  return Object.fromEntries(names.map((name) => [name, medians(runs.get(name) ?? [])])) as Record<Name, Measured>;
}

function medians(runs: readonly Run[]): Measured {
  return {
    wallMs: median(runs.map((run) => run.wallMs)),
    // A mean, as the system counts it in steps that a short run hardly fills.
    cpuMs: runs.reduce((sum, run) => sum + (run.cpuMs ?? Number.NaN), 0) / runs.length,
    peakMb: median(runs.map((run) => run.peakMb ?? Number.NaN)),
    stdout: runs.at(-1)?.stdout ?? '',
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function readUsage(file: string): { readonly cpuMs: number; readonly peakMb: number } {
  const usage = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ResourceUsage;
  rmSync(file);
  return { cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000, peakMb: usage.maxRSS / MB };
}

/** Time that ended child processes took, in steps of 10 ms; null where the system does not tell. */
function childCpuMs(): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
