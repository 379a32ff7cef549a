import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { ProcessGroup, type Spawned } from './process-group.ts';

/** Bytes of one message: what an answer of a model may have, too. */
export const LONGEST_MESSAGE: number = 16 * 1024 * 1024;
/** Characters that are kept of what a server writes beside messages. */
const KEPT = 2000;
/** Milliseconds in which the rest of the output of a process that has ended comes in. */
const DRAIN_MS = 200;

/**
 * Speaks to a server over standard input and output: a message a line. In place of the package's own transport, which leaves the
 * children of `npx` behind, lets Ctrl-C end a server before its trials, and starts a server a second time to ask for its version.
 */
export class ProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  /** Tells the client that this is a process; what it writes there is kept for messages of ours. */
  readonly stderr: null = null;
  readonly #spawned: Spawned;
  #group: ProcessGroup | null = null;
  #chunks: Buffer[] = [];
  #length = 0;
  #said = '';
  #noise: string | null = null;
  #fault: string | null = null;
  #isClosed = false;

  constructor(spawned: Spawned) {
    this.#spawned = spawned;
  }

  get pid(): number | null {
    return this.#group?.child.pid ?? null;
  }

  /** Why the connection ended, or what came in place of a message: null where nothing is known. */
  get fault(): string | null {
    const heard = this.#said.trim();
    const tail = heard === '' ? '' : `; it wrote: ${heard.slice(-400)}`;
    const noise = this.#noise === null ? null : `it printed a line that is no JSON: ${this.#noise}`;
    const known = [this.#fault, noise].filter((one) => one !== null);
    return known.length === 0 ? null : known.join('; ') + tail;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const group = new ProcessGroup(this.#spawned);
      this.#group = group;
      const { child } = group;
      child.once('spawn', () => resolve());
      child.once('error', (error) => {
        this.#fault ??= `it cannot be started: ${startFault(error, this.#spawned)}`;
        this.#closed();
        reject(error);
      });
      child.once('exit', (code, signal) => {
        this.#fault ??= signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
        // A child of its own may hold the pipes open for ever.
        setTimeout(() => this.#closed(), DRAIN_MS).unref();
      });
      child.once('close', () => this.#closed());
      child.stdin?.on('error', () => {});
      child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
      child.stderr?.on('data', (chunk: Buffer) => {
        this.#said = (this.#said + chunk.toString('utf8')).slice(-KEPT);
      });
    });
  }

  #read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      this.#chunks.push(rest.subarray(0, end));
      const line = Buffer.concat(this.#chunks).toString('utf8').trim();
      this.#chunks = [];
      this.#length = 0;
      rest = rest.subarray(end + 1);
      if (line !== '') this.#take(line);
    }
    this.#chunks.push(rest);
    this.#length += rest.length;
    if (this.#length <= LONGEST_MESSAGE || this.#isClosed) return;
    this.#chunks = [];
    this.#fault ??= `it sent a message of more than ${LONGEST_MESSAGE / 1024 / 1024} MB`;
    // It may write for ever, and is not waited for.
    this.#group?.kill('SIGKILL');
    this.#closed();
  }

  #take(line: string): void {
    if (this.#isClosed) return;
    let message: JSONRPCMessage;
    try {
      message = JSON.parse(line) as JSONRPCMessage;
    } catch {
      this.#noise ??= JSON.stringify(line.slice(0, 200));
      return;
    }
    try {
      this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(error as Error);
    }
  }

  send(message: JSONRPCMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const input = this.#group?.child.stdin;
      if (this.#isClosed || input === null || input === undefined)
        reject(new Error(this.fault ?? 'it is not connected'));
      else input.write(`${JSON.stringify(message)}\n`, () => resolve());
    });
  }

  async close(): Promise<void> {
    await this.#group?.end();
    this.#closed();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.();
  }
}

function startFault(error: NodeJS.ErrnoException, { command, cwd }: Spawned): string {
  const program = JSON.stringify(command[0] ?? '');
  if (error.code === 'ENOENT') return `there is no program ${program}, or no folder ${cwd}`;
  if (error.code === 'EACCES') return `the program ${program} may not be run`;
  return error.message;
}
