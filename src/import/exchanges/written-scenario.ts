import { deepEqual, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { ToolCall } from '../../domain/wire.ts';
import { literals } from './literals.ts';
import { returnsOf, type ReturnsBy, type ToolAnswer } from './tool-returns.ts';
import { turnsOf } from '../../traffic/stitch.ts';
import type { InputConversation, InputStep } from './exchange.ts';

/**
 * The scenario of a conversation, in the form of a scenario file: the sent messages and tools, the recorded results, and the
 * made calls as expected calls. Null where a scenario cannot express it.
 */
export function writtenScenario(id: string, conversation: InputConversation, by: ReturnsBy): JsonObject | null {
  const [first] = conversation;
  if (first === undefined) return null;
  const turns = turnsOf(conversation);
  const said = saidOf(first, turns);
  if (said === null) return null;
  const tools = toolsOf(conversation, by);
  const { asked, exchange } = first;
  const native = { ...asked?.native, ...keptChoice(turns) };
  return {
    id,
    tags: [exchange.protocol.name],
    review: true,
    bare: true,
    ...said,
    tools,
    ...(asked?.choice != null && tools.length > 0 && { tool_choice: asked.choice }),
    ...(asked !== null && Object.keys(asked.parameters).length > 0 && { request: asked.parameters }),
    ...(Object.keys(native).length > 0 && { request_for: { [exchange.protocol.name]: native } }),
    max_steps: Math.max(...turns.map((turn) => turn.length)),
  };
}

/**
 * The tool choice of the scenario. A forced call applies to the first request of a turn only, unless the client sent it with
 * all requests.
 */
function keptChoice(turns: readonly Turn[]): JsonObject {
  const [first] = turns[0] ?? [];
  const chosen = first?.asked?.chosen ?? {};
  const isForced = first?.asked != null && !['auto', 'none', null].includes(first.asked.choice as string | null);
  const later = turns.flatMap((turn) => turn.slice(1));
  const isKept = later.length > 0 && later.every(({ asked }) => deepEqual(asked?.chosen, chosen));
  return isForced && isKept ? chosen : {};
}

type Turn = readonly InputStep[];

/**
 * The messages of the scenario, with the expectations. A conversation of several turns has the first user message in its first
 * turn.
 */
function saidOf({ asked }: InputStep, turns: readonly Turn[]): JsonObject | null {
  const messages = asked?.messages ?? [{ role: 'user', content: '(not recorded)' }];
  const declared = asked === null ? null : new Set(asked.tools.map((tool) => tool['name'] ?? null));
  const expects = turns.map((turn) => expectationOf(turn, declared));
  if (turns.length === 1) {
    return messages.length === 0 ? null : { messages: messages as Message[], expect: expects[0] ?? {} };
  }
  const users = [messages.at(-1), ...turns.slice(1).map(([step]) => step?.user)];
  if (!users.every(isPlainUser)) return null;
  const history = messages.slice(0, -1);
  return {
    ...(history.length > 0 && { messages: history }),
    turns: users.map((user, i) => ({ user: user['content'] ?? null, expect: expects[i] ?? {} })),
  };
}

/** True for a user message with only `content`, because `turns` can express no more. */
function isPlainUser(message: Message | null | undefined): message is Message {
  if (message?.role !== 'user') return false;
  const more = Object.entries(message).filter(
    ([name, value]) => name !== 'role' && name !== 'content' && value !== null,
  );
  return more.length === 0 && (typeof message['content'] === 'string' || Array.isArray(message['content']));
}

/** The made calls, step by step, as the expectation. It judges nothing where one of them cannot be expected. */
function expectationOf(turn: Turn, declared: Declared): JsonObject {
  const steps = turn.map(({ reading }) => (reading.ok ? reading.calls : []));
  const calls = steps.map((made) => made.map((call) => expectedCall(call, declared))).filter((made) => made.length > 0);
  if (turn.some(({ reading }) => !reading.ok) || calls.flat().includes(null)) return {};
  const groups = calls as JsonObject[][];
  if (groups.length > 1) return { steps: groups };
  return { calls: groups[0] ?? [] };
}

/** Names of the declared tools; null where the request was not recorded. */
type Declared = ReadonlySet<Json> | null;

/** The expected call; null for a malformed call, or a call of an undeclared tool. */
function expectedCall(call: ToolCall, declared: Declared): JsonObject | null {
  if (call.arguments === null || declared?.has(call.name) === false) return null;
  const { name } = call;
  const names = Object.keys(call.arguments);
  if (names.some((one) => one.startsWith('$'))) return { name };
  return { name, arguments: literals(call.arguments) };
}

/**
 * The tools that the first request declares, with their results. Without a recorded request: the called tools, with open
 * schemas.
 */
function toolsOf(conversation: InputConversation, by: ReturnsBy): JsonObject[] {
  const answers = answersOf(conversation);
  const declared = conversation[0]?.asked?.tools ?? calledTools(conversation);
  return declared.map((definition) => {
    const own = answers.filter(({ call }) => call.name === definition['name']);
    const returns = returnsOf(own, by);
    // A member with null counts as left out; null is no description.
    const given = Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== null));
    return { type: 'function', function: given, ...(returns.length > 0 && { returns }) };
  });
}

function calledTools(conversation: InputConversation): JsonObject[] {
  const names = new Set(
    conversation.flatMap(({ reading }) => (reading.ok ? reading.calls.map(({ name }) => name) : [])),
  );
  return [...names]
    .filter((name) => name !== '')
    .map((name) => ({ name, parameters: { type: 'object', properties: {}, additionalProperties: true } }));
}

function answersOf(conversation: InputConversation): ToolAnswer[] {
  return conversation.flatMap(({ results }, i) => {
    const before = conversation[i - 1]?.reading;
    if (before === undefined || !before.ok) return [];
    return results.flatMap((message, place): ToolAnswer[] => {
      const call = before.calls[place];
      return call === undefined ? [] : [{ call, message }];
    });
  });
}
