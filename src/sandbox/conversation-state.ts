import type { Message, Scenario } from '../domain/scenario.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import type { ServedEntry, ServedRequest } from '../protocol/serving.ts';
import type { AnsweredCall } from './settle-script.ts';

/** Where a conversation stands, as its next request shows. */
export interface Situation {
  /** From 0. */
  readonly turn: number;
  /** Calls of this turn so far, in order. */
  readonly made: readonly AnsweredCall[];
  /** Calls of the whole conversation so far, in order. */
  readonly answered: readonly AnsweredCall[];
  /** Calls of the whole conversation so far, for ids. */
  readonly callCount: number;
  /** The tool that the tool choice names; null without one. */
  readonly forced: string | null;
  /** At most one call an answer is asked for. */
  readonly serial: boolean;
}

/** Reads where the conversation stands. Goes by user messages, so that system messages of the caller's own do not matter. */
export function situate(scenario: Scenario, request: Pick<ServedRequest, 'said' | 'choice' | 'serial'>): Situation {
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

/** Where the model's own part of the turn starts: after the last user message, and after what the scenario itself put there. */
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
