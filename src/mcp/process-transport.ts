import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { lastWords } from '../text/last-words.ts';
import { answerFault } from './answer-fault.ts';
import { ProcessGroup, type Spawned } from './process-group.ts';

/** Most bytes of one message. A response of a model has the same limit. */
export const LONGEST_MESSAGE: number = 16 * 1024 * 1024;
/** Last characters of stderr that are kept for messages. */
const KEPT = 2000;
/** Milliseconds to wait for remaining output after the process has ended. */
const DRAIN_MS = 200;
/** Milliseconds that a process may take to end after it has closed its output. */
const ENDING_MS = 1000;

/**
 * Speaks to a server over standard input and output, one message a line. It replaces the transport of the MCP package for three
 * reasons: that one leaves child processes of `npx` running, lets Ctrl-C end a server before its trials, and starts a server
 * twice to ask for its version.
 */
export class ProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  /** The MCP client recognises a process by this property. Output on stderr is kept for our own messages. */
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

  /** Why the connection ended, and what the process printed in place of a message; null where nothing is known. */
  get fault(): string | null {
    const heard = lastWords(this.#said, 400);
    const tail = heard === '' ? '' : `; it wrote: ${heard}`;
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
        // A child of the server may hold the pipes open for ever, so the transport closes after a delay.
        setTimeout(() => this.#closed(), DRAIN_MS).unref();
      });
      child.once('close', () => this.#closed());
      child.stdin?.on('error', () => {});
      child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
      child.stdout?.once('end', () => setTimeout(() => this.#fail('it closed its standard output'), ENDING_MS).unref());
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
    // A process that writes without end might not end by itself, so it is killed at once.
    this.#group?.kill('SIGKILL');
    this.#fail(`it sent a message of more than ${LONGEST_MESSAGE / 1024 / 1024} MB`);
  }

  #fail(fault: string): void {
    this.#fault ??= fault;
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
    const fault = answerFault(message);
    if (fault !== null) return this.#fail(fault);
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
