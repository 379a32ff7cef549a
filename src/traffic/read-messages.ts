import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { ProtocolName } from '../domain/protocol.ts';
import type { Message } from '../domain/scenario.ts';
import type { Step, Transcript, TurnTranscript } from '../domain/transcript.ts';
import { turnWithoutResponse, type AssistantTurn } from '../domain/wire.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { defaultProtocol, protocolNamed, PROTOCOLS, SPOKEN } from '../protocol/protocols.ts';
import { messageOf } from '../protocol/neutral/history.ts';
import { parseArguments } from '../protocol/reading/arguments.ts';
import { HELD_FORMS } from './held/held-forms.ts';
import { resultsIn } from './results.ts';
import { callsOf, textIn } from './said.ts';
import { toStep } from './steps.ts';

export interface MessageOptions {
  /** Protocol of the messages. Default: the protocol whose form the messages have; chat where several fit. */
  readonly protocol?: ProtocolName;
}

/**
 * Reads a conversation as a program holds it: the messages of Chat Completions or of Anthropic, the items of Responses, the
 * contents of Gemini; steps, messages and UI messages of the AI SDK, messages of LangChain, items of `@openai/agents`.
 *
 * Returns the transcript, for `score`. A turn goes from one user message to the next.
 * Errors: USAGE for what is no list of messages.
 *
 * @example
 * const { pass, problems } = score(scenario, transcriptOf(messages));
 */
export function readMessages(messages: unknown, options: MessageOptions = {}): Transcript {
  const items = itemsOf(messages);
  const form = options.protocol === undefined ? HELD_FORMS.find((one) => one.owns(items)) : undefined;
  if (form !== undefined) return transcriptOf(form.read(items).map(messageOf));
  const protocol = options.protocol === undefined ? guess(items) : named(options.protocol);
  const body = { [protocol.recording.growing]: items as Json[] };
  const said = protocol.decode({ endpoint: protocol.example, body }).messages;
  if (items.length > 0 && said.length === 0) throw noMessages(`no message of ${protocol.title}`);
  return transcriptOf(said);
}

function itemsOf(messages: unknown): readonly JsonObject[] {
  if (!Array.isArray(messages)) throw noMessages(messages === null ? 'null' : typeof messages);
  let items: unknown;
  try {
    // Messages that a client made may hold undefined, dates and classes.
    items = JSON.parse(JSON.stringify(messages));
  } catch (error) {
    throw noMessages(`what JSON cannot hold (${error instanceof Error ? error.message : String(error)})`);
  }
  const list = items as unknown[];
  const odd = list.findIndex((item) => !isObject(item));
  if (odd !== -1) throw noMessages(`${JSON.stringify(list[odd])?.slice(0, 80) ?? 'nothing'} at place ${odd}`);
  return list as JsonObject[];
}

function noMessages(found: string): TooltapeError {
  return new TooltapeError('USAGE', `transcriptOf: expected a list of messages, found ${found}`, {
    remedy: `Give the messages as they are sent over one of the protocols ${SPOKEN.join(', ')}, with its name as \`protocol\`; or ${HELD_FORMS.map(({ title }) => title).join(', ')}.`,
  });
}

function named(name: ProtocolName): Protocol {
  if (SPOKEN.includes(name)) return protocolNamed(name);
  throw new TooltapeError('USAGE', `transcriptOf: expected a protocol, found ${JSON.stringify(name)}`, {
    remedy: `Use one of: ${SPOKEN.join(', ')}.`,
  });
}

/**
 * The protocol of the messages; chat where no protocol owns them. Errors: USAGE for messages of no protocol that seem to hold
 * calls, because chat would read none of these calls.
 */
function guess(items: readonly JsonObject[]): Protocol {
  const own = PROTOCOLS.find((protocol) => protocol.owns(items));
  if (own !== undefined) return own;
  const unread = items.map((item) => callWordIn(item, 3)).find((word) => word !== null) ?? null;
  if (unread !== null) throw noMessages(`messages of an unknown form, with ${JSON.stringify(unread)}`);
  return defaultProtocol();
}

const CALL_WORD = /^(?:tool|function)[_-]?(?:call|use|invocation|result)/i;

/** A key or type whose name speaks of calls and whose value is not null; null where there is none. */
function callWordIn(item: Json, depth: number): string | null {
  if (Array.isArray(item)) return item.map((one) => callWordIn(one, depth)).find((word) => word !== null) ?? null;
  if (!isObject(item) || depth === 0) return null;
  for (const [key, value] of Object.entries(item)) {
    if (value === null) continue;
    if (CALL_WORD.test(key)) return key;
    if (key === 'type' && typeof value === 'string' && CALL_WORD.test(value)) return value;
    const inner = callWordIn(value, depth - 1);
    if (inner !== null) return inner;
  }
  return null;
}

function transcriptOf(messages: readonly Message[]): Transcript {
  const turns: { steps: Step[]; end: TurnTranscript['end'] }[] = [{ steps: [], end: 'answer' }];
  let index = 0;
  for (const [at, message] of messages.entries()) {
    if (message.role === 'user' && turns.at(-1)?.steps.length !== 0) turns.push({ steps: [], end: 'answer' });
    if (message.role !== 'assistant') continue;
    index += 1;
    const reading = readingOf(message, index);
    const results = resultsIn(reading, messages.slice(at, endOf(messages, at)));
    const answered = { place: index - 1, conversation: 0, reading, results, from: null, latencyMs: 0 };
    turns.at(-1)?.steps.push(toStep([answered], index).step);
  }
  return { turns, state: {}, error: null, miss: null, faultFindings: [], attempts: index };
}

/** Index of the next assistant message after `at`; the length of the list where there is none. */
function endOf(messages: readonly Message[], at: number): number {
  const next = messages.findIndex(({ role }, i) => i > at && role === 'assistant');
  return next === -1 ? messages.length : next;
}

function readingOf(message: Message, step: number): AssistantTurn {
  const calls = callsOf(message).map(({ id, name, rawArguments }, i) => ({
    id: id === '' ? `call_${step}_${i + 1}` : id,
    name,
    // Messages do not declare tools, so the required parameters are not known.
    ...parseArguments(rawArguments, null),
  }));
  const text = textIn(message);
  return turnWithoutResponse({ text: text === '' ? null : text, calls, echo: [message] });
}
