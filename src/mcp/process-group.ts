import { spawn, type ChildProcess } from 'node:child_process';
import { killMarked, ownName, variableOf, type Mark } from '../processes/left-behind.ts';

/** Milliseconds that a server has to end after its input is closed, and again after SIGTERM. */
const GRACE_MS = 500;

/** Number of groups that this process has started. */
let started = 0;

/** Groups that have not ended. They are killed when this process ends, whatever ends it. */
const running = new Set<ProcessGroup>();

function killAll(): void {
  for (const group of running) group.killAll();
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Handles a signal that would end this process. A process that a signal ends does not run its exit handlers, so the groups are
 * killed here. Does nothing where another handler takes the signal.
 */
function endWith(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  unwatch();
  process.kill(process.pid, signal);
}

function watch(): void {
  process.on('exit', killAll);
  for (const signal of SIGNALS) process.on(signal, endWith);
}

function unwatch(): void {
  process.off('exit', killAll);
  for (const signal of SIGNALS) process.off(signal, endWith);
}

export interface Spawned {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/**
 * A process with all processes that it starts, in a process group of its own, and with a mark for those that leave the group. Ctrl-C in
 * a terminal reaches only the command, which ends the servers after its trials.
 */
export class ProcessGroup {
  readonly child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #mark: Mark;

  constructor({ command: [program = '', ...args], env, cwd }: Spawned) {
    const isWindows = process.platform === 'win32';
    started += 1;
    this.#mark = { variable: 'TOOLTAPE_SERVER', value: `${ownName()}-${started}` };
    const marked = { ...env, ...variableOf(this.#mark) };
    this.child = spawn(program, args, {
      env: marked,
      cwd,
      stdio: 'pipe',
      detached: !isWindows,
      windowsHide: isWindows,
    });
    if (running.size === 0) watch();
    running.add(this);
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        // The processes that the server started have no use without it.
        this.killAll();
        running.delete(this);
        if (running.size === 0) unwatch();
        resolve();
      };
      this.child.once('exit', end);
      this.child.once('error', end);
    });
  }

  /** Ends the server: closes its input, then sends SIGTERM, then SIGKILL. Resolves when the process has ended. */
  async end(): Promise<void> {
    this.child.stdin?.end();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (await this.#endsWithin(GRACE_MS)) return;
      this.kill(signal);
    }
    await this.#ended;
  }

  async #endsWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    try {
      return await Promise.race([this.#ended.then(() => true), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Kills all processes that the server has started, at once. */
  killAll(): void {
    this.kill('SIGKILL');
    killMarked(this.#mark);
  }

  kill(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // The process has ended already.
    }
  }
}
