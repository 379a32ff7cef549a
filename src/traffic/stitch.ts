import type { Json } from '../json/json.ts';
import type { Message } from '../domain/scenario.ts';
import type { AssistantTurn, Reading } from '../domain/wire.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import type { DecodedRequest } from '../protocol/decoded-request.ts';
import type { Exchange } from './exchange.ts';
import { callsOf, digest, saidBy, saidIn, withoutIds } from './said.ts';

/** An exchange with what its request and its answer say. */
export interface ReadExchange<E extends Exchange = Exchange> {
  readonly exchange: E;
  /** Null where the request was not recorded. */
  readonly asked: DecodedRequest | null;
  readonly reading: Reading;
}

/** A step of a conversation: an exchange, and what its request holds beyond the answer before. */
export interface StitchedStep<E extends Exchange = Exchange> extends ReadExchange<E> {
  /** Results of the calls of the answer before, in call order. */
  readonly results: readonly Message[];
  /** What the user said since the answer before; null where the step goes on with the turn. */
  readonly user: Message | null;
}

/** Exchanges of which each request holds the answer before. The first one's own messages are its `asked.messages`. */
export type Conversation<E extends Exchange = Exchange> = readonly StitchedStep<E>[];

/** A turn begins with what the user says. */
export function turnsOf<E extends Exchange>(conversation: Conversation<E>): readonly Conversation<E>[] {
  const turns: StitchedStep<E>[][] = [];
  for (const step of conversation) {
    const turn = turns.at(-1);
    if (turn === undefined || step.user !== null) turns.push([step]);
    else turn.push(step);
  }
  return turns;
}

/** Reads an exchange by its protocol. `step` counts from 1, and names the calls that were served without an id. */
export function readOne<E extends Exchange>(exchange: E, step = 1): ReadExchange<E> {
  const { protocol, path, request, response } = exchange;
  const asked = { endpoint: path === '' ? protocol.example : path, body: request ?? {} };
  const reading = protocol.read(response, protocol.contextOf(asked, step));
  return { exchange, asked: request === null ? null : protocol.decode(asked), reading };
}

/**
 * Puts exchanges together into conversations, by their messages: a request that repeats the messages of an earlier one and its
 * answer, and adds the results, one user message, or both, goes on with it. Whatever else it adds begins a conversation of its own.
 */
export function stitch<E extends Exchange>(
  exchanges: readonly ReadExchange<E>[],
  goesOn: GoesOn = () => true,
): readonly Conversation<E>[] {
  const conversations: StitchedStep<E>[][] = [];
  /** The conversation that a request goes on with, by what that has to hold. */
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

/** Whether a request may go on with the conversation of a first one that its messages repeat. */
export type GoesOn = (first: DecodedRequest | null, later: DecodedRequest) => boolean;

type Open<E extends Exchange> = Map<string, StitchedStep<E>[][]>;

interface Continued<E extends Exchange> {
  readonly conversation: StitchedStep<E>[];
  readonly results: readonly Message[];
  readonly user: Message | null;
}

/** Looks for the last answer in the messages that an open conversation waits for. */
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
    // Of equal conversations, the one of the same source.
    const own = fits.findLast(([first]) => first?.exchange.source === exchange.source) ?? fits.at(-1);
    const [conversation = []] = waiting.splice(waiting.indexOf(own ?? []), 1);
    return { conversation, ...added };
  }
  return null;
}

/** The results of all calls, in call order, and at most one user message behind them; null for anything else. */
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

/** Ids do not count, since clients may give their own. */
function keyOf(exchange: Exchange, before: readonly Message[], said: Json): string {
  const { protocol, host, request } = exchange;
  return digest([protocol.name, host, request?.['model'] ?? null, withoutIds(before), said]);
}
