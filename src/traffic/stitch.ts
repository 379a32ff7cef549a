import type { Json } from '../json/json.ts';
import type { Message } from '../domain/scenario.ts';
import type { AssistantTurn, Reading } from '../domain/wire.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import type { DecodedRequest } from '../protocol/decoded-request.ts';
import type { Exchange } from './exchange.ts';
import { callsOf, digest, saidBy, saidIn, withoutIds } from './said.ts';

/** An exchange with its decoded request and response. */
export interface ReadExchange<E extends Exchange = Exchange> {
  readonly exchange: E;
  /** The decoded request; null where the source did not record it. */
  readonly asked: DecodedRequest | null;
  readonly reading: Reading;
}

/** A step of a conversation: an exchange, and what its request adds after the answer before. */
export interface StitchedStep<E extends Exchange = Exchange> extends ReadExchange<E> {
  /** Results of the calls of the answer before, in call order. */
  readonly results: readonly Message[];
  /** The user message after the answer before; null where the step continues the turn. */
  readonly user: Message | null;
}

/**
 * Exchanges in order, in which each request repeats the answer before. Messages before the first answer are in `asked.messages`
 * of the first step.
 */
export type Conversation<E extends Exchange = Exchange> = readonly StitchedStep<E>[];

/** The turns of a conversation. A turn begins with a user message. */
export function turnsOf<E extends Exchange>(conversation: Conversation<E>): readonly Conversation<E>[] {
  const turns: StitchedStep<E>[][] = [];
  for (const step of conversation) {
    const turn = turns.at(-1);
    if (turn === undefined || step.user !== null) turns.push([step]);
    else turn.push(step);
  }
  return turns;
}

/**
 * Decodes an exchange by its protocol. `step`, from 1, becomes a part of the ids of calls that the gateway served without an
 * id.
 */
export function readOneExchange<E extends Exchange>(exchange: E, step = 1): ReadExchange<E> {
  const { protocol, path, request, response } = exchange;
  const asked = { endpoint: path === '' ? protocol.example : path, body: request ?? {} };
  const reading = protocol.read(response, protocol.contextOf(asked, step));
  return { exchange, asked: request === null ? null : protocol.decode(asked), reading };
}

/**
 * Stitches exchanges into conversations. A request continues a conversation when it repeats the messages of its last request
 * and the answer, and adds the results of all calls, one user message, or both. Every other request begins a conversation.
 */
export function stitch<E extends Exchange>(
  exchanges: readonly ReadExchange<E>[],
  goesOn: GoesOn = () => true,
): readonly Conversation<E>[] {
  const conversations: StitchedStep<E>[][] = [];
  /** Conversations by the key that a request must have to continue them. */
  const open: Open<E> = new Map();
  for (const read of exchanges) {
    const found = read.asked === null ? null : continued(read.exchange, read.asked, open, goesOn);
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

/**
 * True when a request may continue a conversation whose messages it repeats. `first` is the first request of the conversation.
 */
export type GoesOn = (first: DecodedRequest | null, later: DecodedRequest) => boolean;

type Open<E extends Exchange> = Map<string, StitchedStep<E>[][]>;

interface Continued<E extends Exchange> {
  readonly conversation: StitchedStep<E>[];
  readonly results: readonly Message[];
  readonly user: Message | null;
}

/** Looks from the end of the request for an answer after which an open conversation waits. */
function continued<E extends Exchange>(
  exchange: Exchange,
  asked: DecodedRequest,
  open: Open<E>,
  goesOn: GoesOn,
): Continued<E> | null {
  const { messages } = asked;
  for (let at = messages.length - 1; at > 0; at -= 1) {
    const answer = messages[at];
    if (answer?.role !== 'assistant') continue;
    const key = keyOf(exchange, messages.slice(0, at), saidBy(answer));
    const waiting = open.get(key);
    if (waiting === undefined || waiting.length === 0) continue;
    const fits = waiting.filter(([first]) => goesOn(first?.asked ?? null, asked));
    if (fits.length === 0) return null;
    const added = addedAfter(answer, messages.slice(at + 1));
    if (added === null) return null;
    // Of several such conversations, one from the same source.
    const own = fits.findLast(([first]) => first?.exchange.source === exchange.source) ?? fits.at(-1);
    const [conversation = []] = waiting.splice(waiting.indexOf(own ?? []), 1);
    return { conversation, ...added };
  }
  return null;
}

/**
 * The results of all calls, in call order, and at most one user message behind them; null where the request adds anything else.
 */
function addedAfter(answer: Message, rest: readonly Message[]): Omit<Continued<Exchange>, 'conversation'> | null {
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
  const said = saidIn(turn);
  return said === '' ? null : keyOf(exchange, asked.messages, said);
}

/** The key of a request's beginning. Ids do not count, because clients may choose their own. */
function keyOf(exchange: Exchange, before: readonly Message[], said: Json): string {
  const { protocol, host, request } = exchange;
  return digest([protocol.name, host, request?.['model'] ?? null, withoutIds(before), said]);
}
