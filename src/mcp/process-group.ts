import { spawn, type ChildProcess } from 'node:child_process';

/** Milliseconds that a server has to end by itself once its input is closed, and again once it was asked to. */
const GRACE_MS = 500;

/** Groups that have not ended. Whatever ends this process ends them, too. */
const running = new Set<ProcessGroup>();

function killAll(): void {
  for (const group of running) group.kill('SIGKILL');
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Where nobody else takes the signal, it ends the process, which then runs no handler of its exit. */
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
 * A process and all that it starts. It has a process group of its own: Ctrl-C in the terminal reaches the command alone, which stops
 * the servers when its trials have ended.
 */
export class ProcessGroup {
  readonly child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor({ command: [program = '', ...args], env, cwd }: Spawned) {
    const isWindows = process.platform === 'win32';
    this.child = spawn(program, args, { env, cwd, stdio: 'pipe', detached: !isWindows, windowsHide: isWindows });
    if (running.size === 0) watch();
    running.add(this);
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        // What the process started has nobody left to talk to.
        this.kill('SIGKILL');
        running.delete(this);
        if (running.size === 0) unwatch();
        resolve();
      };
      this.child.once('exit', end);
      this.child.once('error', end);
    });
  }

  /** Closes the input, which asks the server to end, then sends SIGTERM, then SIGKILL. Resolves when the process is gone. */
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

  kill(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // It is gone.
    }
  }
}
