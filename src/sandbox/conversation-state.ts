import { isObject, type Json, type JsonObject } from '../json/json.ts';
import type { Message, Scenario } from '../domain/scenario.ts';

/** A call that was made earlier in the turn. */
interface MadeCall {
  readonly name: string;
  readonly rawArguments: string;
  /** It was answered with an error. */
  readonly failed: boolean;
}

/** Where a conversation stands, as its next request shows. */
export interface Situation {
  /** From 0. */
  readonly turn: number;
  /** Calls of this turn so far, in order. */
  readonly made: readonly MadeCall[];
  /** Calls of the whole conversation so far, for ids. */
  readonly callCount: number;
  /** The tool that `tool_choice` names; null without one. */
  readonly forced: string | null;
  /** `parallel_tool_calls: false`. */
  readonly serial: boolean;
}

/** Reads where the conversation stands. Goes by user messages, so that system messages of the caller's own do not matter. */
export function situate(scenario: Scenario, body: JsonObject): Situation {
  const messages = messagesOf(body);
  const turn = turnOf(scenario, messages);
  const own = messages.slice(turnStart(scenario, turn, messages));
  return {
    turn,
    made: madeCalls(own),
    callCount: messages.reduce((count, message) => count + callsOf(message).length, 0),
    forced: forcedTool(body['tool_choice']),
    serial: body['parallel_tool_calls'] === false,
  };
}

/** The messages of a request; what is none is left out. */
export function messagesOf(body: JsonObject): readonly Message[] {
  const messages = body['messages'];
  return Array.isArray(messages) ? messages.filter(isMessage) : [];
}

function isMessage(value: Json): value is Message {
  return isObject(value) && typeof value['role'] === 'string';
}

function isUser(message: Message): boolean {
  return message.role === 'user';
}

function turnOf(scenario: Scenario, messages: readonly Message[]): number {
  const users = messages.filter(isUser).length;
  let upTo = 0;
  for (const [index, turn] of scenario.turns.entries()) {
    upTo += turn.messages.filter(isUser).length;
    if (upTo >= users) return index;
  }
  return scenario.turns.length - 1;
}

/** Where the model's own messages of the turn start: after the last user message, and after what the scenario itself put there. */
function turnStart(scenario: Scenario, turn: number, messages: readonly Message[]): number {
  const given = scenario.turns[turn]?.messages ?? [];
  const after = given.length - 1 - given.findLastIndex(isUser);
  return messages.findLastIndex(isUser) + 1 + after;
}

function callsOf(message: Message): readonly JsonObject[] {
  const calls = message.role === 'assistant' ? message['tool_calls'] : undefined;
  return Array.isArray(calls) ? calls.filter(isObject) : [];
}

function madeCalls(messages: readonly Message[]): readonly MadeCall[] {
  const results = new Map<Json | undefined, Message>();
  for (const message of messages) if (message.role === 'tool') results.set(message['tool_call_id'], message);
  return messages.flatMap(callsOf).map((call) => {
    const made = isObject(call['function']) ? call['function'] : {};
    const result = results.get(call['id']);
    return {
      name: asText(made['name']),
      rawArguments: asText(made['arguments']),
      failed: result !== undefined && isError(result['content']),
    };
  });
}

function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Simulated errors reach the model as `{"error": …}`. */
function isError(content: Json | undefined): boolean {
  if (typeof content !== 'string' || !content.startsWith('{"error"')) return false;
  try {
    const value: unknown = JSON.parse(content);
    return isObject(value) && Object.keys(value).length === 1;
  } catch {
    return false;
  }
}

function forcedTool(choice: Json | undefined): string | null {
  const named = isObject(choice) ? choice['function'] : undefined;
  return isObject(named) && typeof named['name'] === 'string' ? named['name'] : null;
}
