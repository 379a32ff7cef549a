import type { ConversationEntry } from '../../domain/conversation.ts';
import type { ModelRequest } from '../../domain/model-client.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';
import { turnWithoutResponse } from '../../domain/wire.ts';
import { deepEqual, type Json, type JsonObject } from '../../json/json.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { rootSpot } from '../../protocol/places/pattern.ts';
import { nodesOf, say, sayingOf } from '../../protocol/places/read-place.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import type { Said, SentTool, Situation, Values } from '../situation.ts';
import { answerOf } from './answer.ts';
import { chatParts, isSayable } from './parts.ts';

/** What an exchange adds to its situation. */
export interface Wording {
  readonly model: string;
  /** Text that identifies the exchange. It is added to the first user message. */
  readonly mark: string;
  readonly stream: boolean;
}

/** The `max_tokens` of requests, because Anthropic Messages refuses a request without it. */
const LIMIT = 1024;

/** The names that the encoders of protocols take parameters by. Other parameters are added by `complete`. */
const NEUTRAL: { readonly [name in FieldName]?: string } = {
  parallel: 'parallel_tool_calls',
  max_tokens: 'max_tokens',
  temperature: 'temperature',
  top_p: 'top_p',
  top_k: 'top_k',
  stop: 'stop',
  seed: 'seed',
  presence_penalty: 'presence_penalty',
  frequency_penalty: 'frequency_penalty',
  effort: 'reasoning_effort',
};

/** The request of a situation in a protocol, without the fields that the protocol does not have. Pure. */
export function compose(protocol: Protocol, { send }: Situation, { model, mark, stream }: Wording): ModelRequest {
  const parameters = sayable(protocol, send.parameters ?? {});
  const request = protocol.encode({
    model: { servedAs: model, omit: [], rename: {} },
    conversation: conversationOf(protocol, send.conversation, mark),
    tools: (send.tools ?? []).map(definitionOf),
    choice: send.choice ?? null,
    defaults: { temperature: null, maxTokens: null },
    parameters: {
      ...(send.unlimited === true && !needsLimit(protocol) ? {} : { max_tokens: LIMIT }),
      ...neutral(parameters),
      stream,
    },
  });
  // The encoder may share objects between requests, so `complete` changes a copy.
  const body = structuredClone(request.body);
  complete(protocol, rootSpot(body), parameters, body);
  const tools = nodesOf(protocol.places, 'tool', body);
  for (const [i, tool] of (send.tools ?? []).entries()) {
    const node = tools[i];
    if (node !== undefined) complete(protocol, node, sayable(protocol, tool.more ?? {}), body);
  }
  return { ...request, body };
}

function needsLimit({ places }: Protocol): boolean {
  const place = places.fields.max_tokens;
  return place.at !== null && place.required === true;
}

function sayable(protocol: Protocol, values: Values): Values {
  const known = Object.entries(values).filter(([name]) => {
    const place = protocol.places.fields[name as FieldName];
    return place.at !== null && place.heard !== true;
  });
  return Object.fromEntries(known) as Values;
}

function neutral(values: Values): JsonObject {
  const named: JsonObject = {};
  for (const [name, value] of Object.entries(values)) {
    const neutralName = NEUTRAL[name as FieldName];
    if (neutralName !== undefined) named[neutralName] = value;
  }
  return named;
}

/** Sets the values that the protocol's encoder did not write. */
function complete(protocol: Protocol, node: ReturnType<typeof rootSpot>, values: Values, body: JsonObject): void {
  for (const [name, value] of Object.entries(values) as [FieldName, Json][]) {
    const said = sayingOf(protocol.places, name, node, body);
    if (said === null || !deepEqual(said.value, value)) say(protocol.places, name, node, value);
  }
}

function definitionOf({ name, description, parameters, strict }: SentTool): ToolDefinition {
  const definition: JsonObject = { name, description, parameters };
  if (strict !== undefined) definition['strict'] = strict;
  return { name, definition, parameters, returns: null };
}

function conversationOf(protocol: Protocol, said: readonly Said[], mark: string): ConversationEntry[] {
  const first = said.findIndex(({ role }) => role === 'user');
  return said.map((one, i) => entryOf(protocol, one, i === first ? ` [${mark}]` : '', said));
}

function entryOf(protocol: Protocol, said: Said, mark: string, all: readonly Said[]): ConversationEntry {
  switch (said.role) {
    case 'system':
    case 'developer':
      return { kind: 'message', message: { role: said.role, content: said.text } };
    case 'user': {
      const text = `${said.text}${mark}`;
      const parts = (said.parts ?? []).filter((part) => isSayable(protocol.places, 'user', part));
      const content: Json = parts.length === 0 ? text : chatParts([{ kind: 'text', text }, ...parts]);
      const named = said.name !== undefined && protocol.places.fields['user.name'].at !== null;
      return { kind: 'message', message: { role: 'user', content, ...(named && { name: said.name }) } };
    }
    case 'assistant': {
      const answer = answerOf(said, (i) => said.calls?.[i]?.id ?? '');
      // Encoders read only `echo` of an earlier answer.
      const turn = turnWithoutResponse({ text: null, calls: [], echo: protocol.serving.echo(answer, 0) });
      return { kind: 'answer', turn };
    }
    case 'tool':
      return resultOf(protocol, said, all);
  }
}

function resultOf(protocol: Protocol, said: Extract<Said, { role: 'tool' }>, all: readonly Said[]): ConversationEntry {
  const calls = all.flatMap((one) => (one.role === 'assistant' ? (one.calls ?? []) : []));
  const call = calls.find(({ id }) => id === said.call);
  if (call === undefined) throw new Error(`no call ${said.call} in the situation`);
  const parts = said.parts?.filter((part) => isSayable(protocol.places, 'result', part));
  const texts = (parts ?? []).flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  const content = parts === undefined ? said.content : texts.join('\n');
  return {
    kind: 'result',
    call: { ...call, rawArguments: JSON.stringify(call.arguments), malformed: null, written: null },
    result: {
      callId: call.id,
      content,
      value: parts === undefined ? content : texts,
      ...(parts === undefined ? {} : { parts: chatParts(parts) }),
      isError: said.error === true,
      unsimulated: false,
    },
  };
}
