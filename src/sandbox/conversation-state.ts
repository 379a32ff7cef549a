import type { Message, Scenario } from '../domain/scenario.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import type { ServedEntry, ServedRequest } from '../protocol/serving.ts';
import type { AnsweredCall } from './settle-script.ts';

/** The state of a conversation as its next request shows it. */
export interface ConversationState {
  /** Number of the turn, from 0. */
  readonly turn: number;
  /** Calls that the model has made in this turn, in order. */
  readonly made: readonly AnsweredCall[];
  /** Calls that the model has made in the whole conversation, in order. */
  readonly answered: readonly AnsweredCall[];
  /** Number of calls in the request, the history of the scenario included. Ids of new calls continue from it. */
  readonly callCount: number;
  /** The tool that `tool_choice` names; null where it names none. */
  readonly forced: string | null;
  /** True when the request wants at most one call in an answer. */
  readonly serial: boolean;
}

/**
 * Reads the state of the conversation from a request. The user messages give the turn, so system messages that the caller adds
 * do not matter.
 */
export function conversationState(
  scenario: Scenario,
  request: Pick<ServedRequest, 'said' | 'choice' | 'serial'>,
): ConversationState {
  const { said, choice, serial } = request;
  const turn = turnOf(scenario, said);
  return {
    turn,
    made: madeCalls(said.slice(turnStart(scenario, turn, said))),
    answered: madeCalls(said),
    callCount: said.reduce((count, { kind }) => (kind === 'call' ? count + 1 : count), 0),
    forced: choice !== null && typeof choice === 'object' ? choice.name : null,
    serial,
  };
}

function isUser(entry: ServedEntry): boolean {
  return entry.kind === 'text' && entry.role === 'user';
}

function isUserMessage(message: Message): boolean {
  return message.role === 'user';
}

function turnOf(scenario: Scenario, said: readonly ServedEntry[]): number {
  const users = said.filter(isUser).length;
  let upTo = 0;
  for (const [index, turn] of scenario.turns.entries()) {
    upTo += turn.messages.filter(isUserMessage).length;
    if (upTo >= users) return index;
  }
  return scenario.turns.length - 1;
}

/**
 * Index of the first entry that the model added to the turn: after the last user message, and after the entries that the
 * scenario itself puts behind it.
 */
function turnStart(scenario: Scenario, turn: number, said: readonly ServedEntry[]): number {
  const given = scenario.turns[turn]?.messages ?? [];
  const after = entriesOf(given.slice(given.findLastIndex(isUserMessage) + 1)).length;
  return said.findLastIndex(isUser) + 1 + after;
}

function madeCalls(said: readonly ServedEntry[]): readonly AnsweredCall[] {
  const results = new Map<string, { readonly failed: boolean; readonly content: string }>();
  for (const entry of said) if (entry.kind === 'result') results.set(entry.callId, entry);
  return said.flatMap((entry) => {
    if (entry.kind !== 'call') return [];
    const { id, name, rawArguments } = entry;
    const result = results.get(id);
    return [{ name, rawArguments, failed: result?.failed ?? false, result: result?.content ?? null }];
  });
}
