import type { Message } from '../domain/scenario.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import type { Exchange } from './exchange.ts';
import { digest, saidBy, saidIn, withoutIds } from './said.ts';
import type { Conversation, ReadExchange, StitchedStep } from './stitch.ts';

/**
 * Joins conversations that continue one another although a request does not repeat all earlier messages. Programs trim their
 * history, write a new system prompt, or name an earlier answer by its id.
 *
 * Returns the conversations with their steps in order. The results and the user message of a joined step are those that its
 * request adds.
 */
export function joinConversations<E extends Exchange>(
  conversations: readonly Conversation<E>[],
  placeOf: (exchange: E) => number,
): readonly Conversation<E>[] {
  const joined: StitchedStep<E>[][] = [];
  /** Conversations by the keys of a request that would continue them. */
  const open = new Map<string, StitchedStep<E>[][]>();
  const owners = new Map<Conversation<E>, StitchedStep<E>[]>();
  const steps = conversations.flatMap((conversation) => conversation.map((step) => ({ step, conversation })));
  steps.sort((a, b) => placeOf(a.step.exchange) - placeOf(b.step.exchange));
  for (const { step, conversation } of steps) {
    let owner = owners.get(conversation);
    let own = step;
    if (owner === undefined) {
      const found = take(step, open);
      owner = found ?? [];
      own = found === null ? step : { ...step, ...added(found.at(-1), step) };
      owners.set(conversation, owner);
      if (found === null) joined.push(owner);
    }
    owner.push(own);
    if (step !== conversation.at(-1)) continue;
    for (const key of endKeys(step)) open.set(key, [...(open.get(key) ?? []), owner]);
  }
  return joined;
}

/** The latest conversation that a request continues, which no other request can continue then; null where there is none. */
function take<E extends Exchange>(
  first: StitchedStep<E>,
  open: Map<string, StitchedStep<E>[][]>,
): StitchedStep<E>[] | null {
  for (const key of startKeys(first)) {
    const own = (open.get(key) ?? []).filter((one) => endKeys(one.at(-1)).includes(key));
    const latest = own.pop();
    open.set(key, own);
    if (latest !== undefined) return latest;
  }
  return null;
}

/** Keys of the requests that would continue a conversation after this step. */
function endKeys(step: StitchedStep | undefined): string[] {
  if (step?.asked == null || !step.reading.ok) return [];
  const { exchange, asked, reading } = step;
  const { name, links } = exchange.protocol;
  const keys: string[] = [];
  const id = links?.answerId(exchange.response) ?? null;
  if (id !== null) keys.push(digest([name, 'id', id]));
  const said = saidIn(reading);
  if (said !== '') keys.push(digest([name, 'said', localContext(asked.messages), said]));
  keys.push(digest([name, 'after', reading.calls.length, withoutIds(asked.messages)]));
  return keys;
}

/** Keys under which a request finds the conversation that it continues, most certain first. */
function startKeys({ exchange, asked }: ReadExchange): string[] {
  if (asked === null) return [];
  const { name, links } = exchange.protocol;
  const { messages } = asked;
  const request = { endpoint: exchange.path, body: exchange.request ?? {} };
  const keys: string[] = [];
  const previous = links?.previous(request) ?? null;
  if (previous !== null) keys.push(digest([name, 'id', previous]));
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const answer = messages[at];
  if (answer !== undefined && at > 0) {
    keys.push(digest([name, 'said', localContext(messages.slice(0, at)), saidBy(answer)]));
  }
  if (links?.refers(request) === true) {
    const results = trailing(messages, 'tool');
    const before = messages.slice(0, messages.length - Math.max(results, 1));
    keys.push(digest([name, 'after', results, withoutIds(before)]));
  }
  return keys;
}

/** A digest of the message before an answer. It separates equal answers of different conversations. */
function localContext(before: readonly Message[]): string {
  const entries = entriesOf(before.slice(-1));
  return digest(
    entries.map((entry) =>
      entry.kind === 'result' ? ['result', entry.content] : [entry.kind, 'text' in entry ? entry.text : ''],
    ),
  );
}

/** Number of messages at the end of the list that have this role. */
function trailing(messages: readonly Message[], role: string): number {
  return messages.length - 1 - messages.findLastIndex((message) => message.role !== role);
}

/** The results and the user message that a step's request adds to the step before. */
function added(before: StitchedStep | undefined, { asked }: StitchedStep): Pick<StitchedStep, 'results' | 'user'> {
  const messages = asked?.messages ?? [];
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const rest = messages.slice(at + 1);
  const calls = before?.reading.ok === true ? before.reading.calls.length : 0;
  const results = rest.filter(({ role }) => role === 'tool');
  const user = rest.findLast(({ role }) => role === 'user') ?? null;
  // A request that does not repeat the answer may still hold older results, so only as many results count as the answer has
  // calls.
  return at === -1
    ? { results: calls === 0 ? [] : results.slice(-calls), user: rest.at(-1)?.role === 'user' ? user : null }
    : { results, user };
}
