import { randomUUID } from 'node:crypto';
import { attach, type Attached, type AttachedTape } from '../cassette/record/attach.ts';
import type { AttachEnvironment, AttachMode, AttachOptions } from '../cassette/record/tape-options.ts';

/**
 * Records and replays a program that brings its own HTTP client: every request to the origins, by fetch, undici, http,
 * https or what is built on them, is answered from the cassette or recorded into it, exchange by exchange. Loads nock.
 *
 * Returns the tape: what the traffic says (`calls()`, `transcript()`, `conversations()`), what missed, and `close()`.
 * Errors: NETWORK_LOCKED under NOCK_OFF, CASSETTE_FORMAT, OUTPUT, USAGE for options that cannot be, and a file that is recorded already.
 *
 * @example
 * await using tape = await attachCassette({ file: 'cassettes/agent.json', origins: ['https://api.openai.com'] });
 * await myAgent('What is the weather in Paris?');
 * const cities = tape.calls().map(({ arguments: args }) => args?.['city']);
 */
export function attachCassette(options: AttachOptions): Promise<Attached> {
  return attachTape(options);
}

/** The same with what a test runner needs. */
export function attachTape(options: AttachOptions): Promise<AttachedTape> {
  return attach(options, environmentOf(process.env));
}

function environmentOf(env: NodeJS.ProcessEnv): AttachEnvironment {
  return {
    now: Date.now,
    clock: () => performance.now(),
    id: randomUUID(),
    mode: defaultMode(env),
    origins: defaultOrigins(env),
    onWait: (lock, holder) => say(`waiting for ${holder}, which records into the same file (${lock})`),
    notify: say,
  };
}

function say(text: string): void {
  process.stderr.write(`tooltape: ${text}\n`);
}

/** Where CI is set, a recording has to be asked for: it costs money. */
export function defaultMode({ CI: ci }: NodeJS.ProcessEnv): AttachMode {
  return ci === undefined || ci === '' || ci === '0' || ci === 'false' ? 'missing' : 'none';
}

const VENDORS = ['https://api.openai.com', 'https://api.anthropic.com', 'https://generativelanguage.googleapis.com'];
const BASE_URL_VARIABLES = [
  'OPENAI_BASE_URL',
  'OPENAI_API_BASE',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_API_URL',
  'GOOGLE_GEMINI_BASE_URL',
];

function defaultOrigins(env: NodeJS.ProcessEnv): readonly string[] {
  const named = BASE_URL_VARIABLES.map((name) => env[name] ?? '').filter((url) => url !== '');
  return [...VENDORS, ...named];
}
