import { randomUUID } from 'node:crypto';
import { VENDORS } from '../../domain/agents/vendors.ts';
import { attach, type Attached, type AttachedTape } from '../../cassette/record/attach.ts';
import type { AttachEnvironment, AttachOptions } from '../../cassette/record/tape-options.ts';
import { checkOptions } from '../checks/check-options.ts';
import { FLAG, FUNCTION, listOf, TEXT, type OptionRule, type OptionRules } from '../checks/rules.ts';
import { lendKeys } from './lend-keys.ts';
import { modeIn } from './mode-in.ts';
import { say } from './say.ts';

/**
 * Records and replays a program that brings its own HTTP client: every request to the origins, by fetch, undici, http,
 * https or what is built on them, is answered from the cassette or recorded into it, exchange by exchange. Loads nock.
 * Without `mode` the variable TOOLTAPE_RECORD says it, else it is `missing`, and in CI `none`; without `origins` the APIs of
 * OpenAI, Anthropic and Gemini, and those that the base URL variables of their SDKs name.
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
  return attachTestTape(options);
}

/** `attach` checks these values itself. */
const CHECKED_LATER: OptionRule = { says: 'a value', accepts: () => true };

const RULES: OptionRules = {
  file: CHECKED_LATER,
  dir: CHECKED_LATER,
  scenario: CHECKED_LATER,
  model: CHECKED_LATER,
  origins: CHECKED_LATER,
  origin: CHECKED_LATER,
  mode: CHECKED_LATER,
  trial: CHECKED_LATER,
  only: CHECKED_LATER,
  passthrough: CHECKED_LATER,
  nockOff: CHECKED_LATER,
  strict: FLAG,
  secrets: listOf('texts', (value) => typeof value === 'string'),
  redact: listOf('regular expressions', (value) => value instanceof RegExp),
  ignore: listOf(
    'paths and { text: /…/ }',
    (value) => typeof value === 'string' || (value as { text?: unknown } | null)?.text instanceof RegExp,
  ),
  allow: listOf('addresses, paths of sockets, or "processes"', (value) => typeof value === 'string'),
  keep: FUNCTION,
  recordCommand: TEXT,
};

/** Like `attachCassette`; the tape has further methods for test runners. */
export async function attachTestTape(options: AttachOptions): Promise<AttachedTape> {
  checkOptions('attachCassette', options, RULES);
  return attach(options, environmentOf(process.env));
}

function environmentOf(env: NodeJS.ProcessEnv): AttachEnvironment {
  return {
    now: Date.now,
    clock: () => performance.now(),
    id: randomUUID(),
    mode: modeIn(env),
    origins: defaultOrigins(env),
    onWait: (lock, holder) => say(`waiting for ${holder}, which records into the same file (${lock})`),
    lendKeys: () => lendKeys(env),
    notify: say,
  };
}

function defaultOrigins(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.values(VENDORS).flatMap(({ origin, baseUrlVariables }) => [
    origin,
    ...baseUrlVariables.map((name) => env[name] ?? '').filter((url) => url !== ''),
  ]);
}
