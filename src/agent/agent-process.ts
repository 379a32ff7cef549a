import type { ChildProcess, SpawnOptions } from 'node:child_process';
import process from 'node:process';
import { passingBy } from '../network/nock-mount.ts';
import { isObject, type Json } from '../json/json.ts';
import { lastWords } from '../text/last-words.ts';
import { shorten } from '../text/shorten.ts';
import { PROMPT_ARGUMENT } from '../domain/agents/agent.ts';
import { killMarked, variableOf, type Mark } from '../processes/left-behind.ts';
import { createLines, type Lines } from './lines.ts';
import { startProgram, type ProgramEnd } from './start-program.ts';

export interface AgentTask {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** A text that no other agent on this machine has while this one runs. It marks the agent's processes. */
  readonly mark: string;
  /** The user's messages, one a turn. A single one is written as it is, several as JSON lines. */
  readonly prompts: readonly string[];
  /**
   * Milliseconds that the program may be silent. Called anew for each check, because a request under way gives the program more
   * time.
   */
  readonly patience: () => number;
  /** Time of the program's last request or response, in milliseconds of `clock`. */
  readonly lastSeen: () => number;
  readonly clock: () => number;
  /** Stops the program. */
  readonly signal: AbortSignal;
  /** Called when a turn begins; turns count from 0. */
  readonly onTurn: (turn: number) => void;
}

export interface AgentResult {
  /** The program's answers, one a turn. */
  readonly answers: readonly string[];
  /** Why the program did not finish; null where it did. */
  readonly failure: string | null;
}

/** Milliseconds between SIGTERM and SIGKILL. */
const GRACE_MS = 2000;
/** Milliseconds to wait for remaining output after the program has ended, because a child process may hold its pipes open. */
const DRAIN_MS = 300;
const MOST_OUTPUT = 16 * 1024 * 1024;
const STDERR_KEPT = 4000;
const STDERR_TOLD = 600;

/**
 * Runs an agent through the turns of a conversation. Returns its answers, and why it failed. Never rejects for a fault of the
 * program.
 */
export async function runAgent(task: AgentTask): Promise<AgentResult> {
  const { prompts, clock, signal } = task;
  const inArguments = task.command.slice(1).includes(PROMPT_ARGUMENT);
  if (inArguments && prompts.length > 1) {
    const failure = `the scenario has ${prompts.length} turns, and the command takes one prompt as an argument: read JSON lines from standard input instead`;
    return { answers: [], failure };
  }
  const mark: Mark = { variable: 'TOOLTAPE_AGENT', value: task.mark };
  const command = task.command.map((word, i) => (i > 0 && word === PROMPT_ARGUMENT ? (prompts[0] ?? '') : word));
  let child: ChildProcess;
  try {
    // `detached` gives the program a process group, so that its child processes are stopped with it.
    const options: SpawnOptions = {
      cwd: task.cwd,
      env: { ...task.env, ...variableOf(mark) },
      stdio: 'pipe',
      detached: true,
    };
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
  /** The last sign of life at the latest check that found the program silent for too long; null where it was not. */
  let silentSince: number | null = null;
  const watch = setInterval(
    () => {
      const patience = task.patience();
      const last = Math.max(printed, task.lastSeen());
      if (clock() - last <= patience) {
        silentSince = null;
        return;
      }
      // Signs of life that arrived while this process was busy are read between two checks.
      if (silentSince === last)
        stop(`the agent neither printed nor asked for ${patience} ms and was stopped (timeout_ms)`);
      silentSince = last;
    },
    Math.min(100, Math.max(10, task.patience() / 4)),
  );
  const ended = endOf(child).then((end) => {
    stdout.close();
    return end;
  });
  const failedWith = (what: string): string => {
    const tail = lastWords(stderr, STDERR_TOLD);
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
    else if (failure === null && answers.length === prompts.length) failure = await readRest(stdout, prompts.length);
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
    // Child processes that the program left behind are killed with it.
    killGroup(child, 'SIGKILL');
    killMarked(mark);
  }
}

type Answer = { readonly assistant: string } | { readonly failure: string; readonly isReport: boolean };

function readAnswer(line: string): Answer {
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch {
    return {
      failure: `the agent printed no JSON: expected a line {"assistant": "…"}, found ${shown(line)}`,
      isReport: false,
    };
  }
  if (isObject(value) && typeof value['assistant'] === 'string') return { assistant: value['assistant'] };
  if (isObject(value) && value['error'] !== undefined) {
    const { error } = value;
    return {
      failure: `the agent reports: ${typeof error === 'string' ? error : JSON.stringify(error)}`,
      isReport: true,
    };
  }
  const failure = `expected a line {"assistant": "…"} or {"error": "…"} from the agent, found ${shown(line)}`;
  return { failure, isReport: false };
}

/**
 * What is wrong with the lines after the last answer; null where nothing is. With an answer too many, the answers before it may
 * belong to other turns.
 */
async function readRest(stdout: Lines, turns: number): Promise<string | null> {
  for (;;) {
    const line = await stdout.next();
    if (line === null) return null;
    const answer = readAnswer(line);
    if ('assistant' in answer)
      return `the agent printed more answers than the ${turns} turns: expected one line for each, found also ${shown(line)}`;
    if (answer.isReport) return answer.failure;
  }
}

function shown(line: string): string {
  return JSON.stringify(shorten(line, 200));
}

function endName({ code, signal }: ProgramEnd): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

/** Resolves when the program has ended. Waits at most `DRAIN_MS` for its output. */
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
    // The program has ended already.
  }
}
