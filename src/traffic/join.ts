import type { Message } from '../domain/scenario.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import type { Exchange } from './exchange.ts';
import { digest, saidBy, saidIn, withoutIds } from './said.ts';
import type { Conversation, ReadExchange, StitchedStep } from './stitch.ts';

/**
 * Puts conversations together that go on with each other although a request does not repeat all that was said: programs trim their
 * history, write their system prompt anew, name an earlier answer instead of repeating it. The result of every call, where a later
 * request brings it, is what the next step says.
 */
export function joinConversations<E extends Exchange>(
  conversations: readonly Conversation<E>[],
  placeOf: (exchange: E) => number,
): readonly Conversation<E>[] {
  const joined: StitchedStep<E>[][] = [];
  /** Conversations by what a request holds that goes on with their last step. */
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

/** The latest conversation that a request goes on with; another one cannot go on with the same step then. */
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

/** What a request that goes on with this step holds one of. */
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

/** Keys of what a request may go on with, the surest first. */
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

/** The message before an answer: with it, equal answers of different conversations are told apart. */
function localContext(before: readonly Message[]): string {
  const entries = entriesOf(before.slice(-1));
  return digest(
    entries.map((entry) =>
      entry.kind === 'result' ? ['result', entry.content] : [entry.kind, 'text' in entry ? entry.text : ''],
    ),
  );
}

/** How many messages at the end have the role. */
function trailing(messages: readonly Message[], role: string): number {
  return messages.length - 1 - messages.findLastIndex((message) => message.role !== role);
}

/** What the request of a step holds beyond the step before. */
function added(before: StitchedStep | undefined, { asked }: StitchedStep): Pick<StitchedStep, 'results' | 'user'> {
  const messages = asked?.messages ?? [];
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const rest = messages.slice(at + 1);
  const calls = before?.reading.ok === true ? before.reading.calls.length : 0;
  const results = rest.filter(({ role }) => role === 'tool');
  const user = rest.findLast(({ role }) => role === 'user') ?? null;
  // Without the answer itself, older messages stand there, too.
  return at === -1
    ? { results: calls === 0 ? [] : results.slice(-calls), user: rest.at(-1)?.role === 'user' ? user : null }
    : { results, user };
}
