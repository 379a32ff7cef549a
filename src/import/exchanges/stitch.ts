import { hash } from 'node:crypto';
import stableJson from 'fast-json-stable-stringify';
import type { Json, JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { AssistantTurn, Reading } from '../../domain/wire.ts';
import { entriesOf } from '../../protocol/chat-entries.ts';
import type { DecodedRequest } from '../../protocol/decoded-request.ts';
import { protocolNamed } from '../../protocol/protocols.ts';
import type { Exchange } from './exchange.ts';

/** An exchange with what its request and its answer say. */
export interface ReadExchange {
  readonly exchange: Exchange;
  /** Null where the request was not recorded. */
  readonly asked: DecodedRequest | null;
  readonly reading: Reading;
}

/** A step of a conversation: an exchange, and what its request holds beyond the answer before. */
export interface StitchedStep extends ReadExchange {
  /** Results of the calls of the answer before, in call order. */
  readonly results: readonly Message[];
  /** What the user said since the answer before; null where the step goes on with the turn. */
  readonly user: Message | null;
}

/** Exchanges of which each request holds the answer before. The first one's own messages are its `asked.messages`. */
export type Conversation = readonly StitchedStep[];

/** Reads an exchange by its protocol. */
export function readOne(exchange: Exchange): ReadExchange {
  const { protocol, path, request, response } = exchange;
  const asked = { endpoint: path === '' ? protocol.example : path, body: request ?? {} };
  const reading = protocol.read(response, protocol.contextOf(asked, 1));
  return { exchange, asked: request === null ? null : protocol.decode(asked), reading };
}

/**
 * Puts exchanges together into conversations, by their messages: a request that repeats the messages of an earlier one and its
 * answer, and adds the results, one user message, or both, goes on with it. Whatever else it adds begins a conversation of its own.
 */
export function stitch(exchanges: readonly ReadExchange[]): readonly Conversation[] {
  const conversations: StitchedStep[][] = [];
  /** The conversation that a request goes on with, by what that has to hold. */
  const open: Open = new Map();
  for (const read of exchanges) {
    const found = read.asked === null ? null : continued(read, read.asked.messages, open);
    const conversation = found?.conversation ?? [];
    if (found === null) conversations.push(conversation);
    conversation.push({ ...read, results: found?.results ?? [], user: found?.user ?? null });
    const expected = read.asked === null || !read.reading.ok ? null : nextKey(read.exchange, read.asked, read.reading);
    if (expected === null) continue;
    const waiting = open.get(expected);
    if (waiting === undefined) open.set(expected, [conversation]);
    else waiting.push(conversation);
  }
  return conversations;
}

type Open = Map<string, StitchedStep[][]>;

interface Continued {
  readonly conversation: StitchedStep[];
  readonly results: readonly Message[];
  readonly user: Message | null;
}

/** Looks for the last answer in the messages that an open conversation waits for. */
function continued({ exchange }: ReadExchange, messages: readonly Message[], open: Open): Continued | null {
  for (let at = messages.length - 1; at > 0; at -= 1) {
    const answer = messages[at];
    if (answer?.role !== 'assistant') continue;
    const key = keyOf(exchange, messages.slice(0, at), saidBy(answer));
    const waiting = open.get(key);
    if (waiting === undefined || waiting.length === 0) continue;
    const added = addedAfter(answer, messages.slice(at + 1));
    if (added === null) return null;
    // Of equal conversations, the one of the same source.
    const own = waiting.findLastIndex(([first]) => first?.exchange.source === exchange.source);
    const [conversation = []] = waiting.splice(own === -1 ? waiting.length - 1 : own, 1);
    return { conversation, ...added };
  }
  return null;
}

/** The results of all calls, in call order, and at most one user message behind them; null for anything else. */
function addedAfter(answer: Message, rest: readonly Message[]): Omit<Continued, 'conversation'> | null {
  const calls = callsOf(answer);
  const brought = rest.slice(0, calls.length);
  const [user = null, ...more] = rest.slice(calls.length);
  if (more.length > 0 || (user === null ? calls.length === 0 : user.role !== 'user')) return null;
  const results = calls.map(({ id }, i) => {
    const own = brought.filter((message) =>
      entriesOf([message]).some((one) => one.kind === 'result' && one.callId === id),
    );
    return own.length === 1 ? own[0] : brought[i];
  });
  const whole = results.every((message) => message?.role === 'tool') && new Set(results).size === calls.length;
  return whole ? { results: results as Message[], user } : null;
}

function nextKey(exchange: Exchange, asked: DecodedRequest, turn: AssistantTurn): string | null {
  if (turn.calls.length === 0 && (turn.text ?? '').trim() === '') return null;
  const said =
    turn.calls.length === 0
      ? (turn.text ?? '').trim()
      : turn.calls.map(({ name, rawArguments }) => [name, even(rawArguments)]);
  return keyOf(exchange, asked.messages, said);
}

/** What an assistant message of a request says, comparable with an answer. */
function saidBy(message: Message): Json {
  const calls = callsOf(message);
  if (calls.length > 0) return calls.map(({ name, rawArguments }) => [name, even(rawArguments)]);
  return entriesOf([message])
    .map((entry) => (entry.kind === 'text' ? entry.text : ''))
    .join('')
    .trim();
}

function callsOf(
  message: Message,
): readonly { readonly id: string; readonly name: string; readonly rawArguments: string }[] {
  return entriesOf([message]).filter((entry) => entry.kind === 'call');
}

/** Arguments that a client wrote anew are the same. */
function even(rawArguments: string): string {
  try {
    return stableJson(JSON.parse(rawArguments === '' ? '{}' : rawArguments) as Json);
  } catch {
    return rawArguments;
  }
}

/** Ids do not count, since clients may give their own. */
function keyOf(exchange: Exchange, before: readonly Message[], said: Json): string {
  const canonical = protocolNamed('chat').recording.canonical(before.map(bare));
  const text = stableJson([
    exchange.protocol.name,
    exchange.host,
    exchange.request?.['model'] ?? null,
    canonical,
    said,
  ]);
  return hash('sha256', text, 'hex');
}

/** A message without what clients leave out or write as null. */
function bare(message: Message): JsonObject {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== null));
}
