import type { ChildProcess, SpawnOptions } from 'node:child_process';
import process from 'node:process';
import { passingBy } from '../network/nock-mount.ts';
import { isObject, type Json } from '../json/json.ts';
import { shorten } from '../text/shorten.ts';
import { PROMPT_ARGUMENT } from '../domain/agents/agent.ts';
import { createLines } from './lines.ts';
import { startProgram, type ProgramEnd } from './start-program.ts';

export interface AgentTask {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** What the user says, turn by turn; one goes as it is, several as JSON lines. */
  readonly prompts: readonly string[];
  /** Milliseconds that the program may be silent; asked for anew each time, as a model may take longer than a program. */
  readonly patience: () => number;
  /** Milliseconds, on the clock, of the last thing that came from it beside what it prints. */
  readonly lastSeen: () => number;
  readonly clock: () => number;
  /** Stops the program. */
  readonly signal: AbortSignal;
  /** A turn begins, counted from 0. */
  readonly onTurn: (turn: number) => void;
}

export interface AgentResult {
  /** What it answered, turn by turn. */
  readonly answers: readonly string[];
  /** Why it did not come to its end; null where it did. */
  readonly failure: string | null;
}

/** Between being asked to end and being killed. */
const GRACE_MS = 2000;
/** Output of a program that has ended, held open by what it started. */
const DRAIN_MS = 300;
const MOST_OUTPUT = 16 * 1024 * 1024;
const STDERR_KEPT = 4000;
const STDERR_TOLD = 600;

/** Runs an agent through the turns of a conversation. Never rejects for what the program does. */
export async function runAgent(task: AgentTask): Promise<AgentResult> {
  const { prompts, clock, signal } = task;
  const inArguments = task.command.slice(1).includes(PROMPT_ARGUMENT);
  if (inArguments && prompts.length > 1) {
    const failure = `the scenario has ${prompts.length} turns, and the command takes one prompt as an argument: read JSON lines from standard input instead`;
    return { answers: [], failure };
  }
  const command = task.command.map((word, i) => (i > 0 && word === PROMPT_ARGUMENT ? (prompts[0] ?? '') : word));
  let child: ChildProcess;
  try {
    // A group of its own: what it starts is stopped with it.
    const options: SpawnOptions = { cwd: task.cwd, env: task.env, stdio: 'pipe', detached: true };
    ({ child } = await passingBy(() => startProgram(command, options)));
  } catch (error) {
    return { answers: [], failure: `the agent ${error instanceof Error ? error.message : String(error)}` };
  }
  let printed = clock();
  let stderr = '';
  let stopped: string | null = null;
  const stdout = createLines(MOST_OUTPUT);
  child.stdin?.on('error', () => {});
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed = clock();
    if (!stdout.add(text)) stop('the agent printed more than 16 MB');
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed = clock();
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  let killing: NodeJS.Timeout | null = null;
  const stop = (why: string): void => {
    if (stopped !== null) return;
    stopped = why;
    killGroup(child, 'SIGTERM');
    killing = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
  };
  const onAbort = (): void => stop('the run was stopped');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const watch = setInterval(
    () => {
      const patience = task.patience();
      if (clock() - Math.max(printed, task.lastSeen()) > patience)
        stop(`the agent neither printed nor asked for ${patience} ms and was stopped (timeout_ms)`);
    },
    Math.min(100, Math.max(10, task.patience() / 4)),
  );
  const ended = endOf(child).then((end) => {
    stdout.close();
    return end;
  });
  const failedWith = (what: string): string => {
    const tail = stderr.trim().slice(-STDERR_TOLD);
    return tail === '' ? what : `${what}: ${tail}`;
  };
  try {
    const answers: string[] = [];
    let failure: string | null = null;
    if (prompts.length === 1) {
      task.onTurn(0);
      child.stdin?.end(inArguments ? '' : (prompts[0] ?? ''));
    } else {
      for (const [turn, user] of prompts.entries()) {
        task.onTurn(turn);
        child.stdin?.write(`${JSON.stringify({ user })}\n`);
        const line = await stdout.next();
        if (line === null) break;
        const answer = readAnswer(line);
        if ('failure' in answer) {
          failure = answer.failure;
          stop(failure);
          break;
        }
        answers.push(answer.assistant);
      }
      child.stdin?.end();
    }
    const end = await ended;
    if (prompts.length === 1) answers.push(stdout.all().trim());
    if (failure !== null) return { answers, failure: failedWith(failure) };
    if (stopped !== null) return { answers, failure: failedWith(stopped) };
    if (end.code !== 0) return { answers, failure: failedWith(`the agent ended with ${endName(end)}`) };
    if (answers.length < prompts.length) {
      const what = `the agent ended after ${answers.length} of ${prompts.length} turns: expected a line {"assistant": "…"} for each`;
      return { answers, failure: failedWith(what) };
    }
    return { answers, failure: null };
  } finally {
    clearInterval(watch);
    if (killing !== null) clearTimeout(killing);
    signal.removeEventListener('abort', onAbort);
    // What the program started and left behind ends with it.
    killGroup(child, 'SIGKILL');
  }
}

function readAnswer(line: string): { readonly assistant: string } | { readonly failure: string } {
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch {
    return { failure: `the agent printed no JSON: expected a line {"assistant": "…"}, found ${shown(line)}` };
  }
  if (isObject(value) && typeof value['assistant'] === 'string') return { assistant: value['assistant'] };
  if (isObject(value) && value['error'] !== undefined) {
    const { error } = value;
    return { failure: `the agent reports: ${typeof error === 'string' ? error : JSON.stringify(error)}` };
  }
  return { failure: `expected a line {"assistant": "…"} or {"error": "…"} from the agent, found ${shown(line)}` };
}

function shown(line: string): string {
  return JSON.stringify(shorten(line, 200));
}

function endName({ code, signal }: ProgramEnd): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

/** The end of the process itself; what it started may hold its output open for longer. */
function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((done) => {
    child.once('close', (code, signal) => done({ code, signal }));
    child.once('exit', (code, signal) => setTimeout(() => done({ code, signal }), DRAIN_MS));
  });
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
