import type Anthropic from '@anthropic-ai/sdk';
import type { Content, FunctionCall, Part } from '@google/genai';
import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import { chatEchoes } from '../../src/protocol/chat/leavable.ts';
import { geminiEchoes } from '../../src/protocol/gemini/leavable.ts';
import { messagesEchoes } from '../../src/protocol/messages/leavable.ts';
import { leavableEchoes } from '../../src/protocol/neutral/echo-fields.ts';
import type { EchoShape } from '../../src/protocol/neutral/echo-fields.ts';
import { responsesEchoes } from '../../src/protocol/responses/leavable.ts';

/** The fields that some member of a union requires. */
type Required<T> = T extends unknown ? { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T] : never;
/** Each name once: a new name in the official package is a type error here. */
type Names<T extends PropertyKey> = { readonly [name in T]: true };

type Item = Exclude<OpenAI.Responses.ResponseInputItem, { role?: 'user' | 'system' | 'developer' }>;
const ITEM: Names<Exclude<Required<Item>, 'status'>> = {
  type: true,
  id: true,
  role: true,
  content: true,
  call_id: true,
  name: true,
  arguments: true,
  input: true,
  summary: true,
  encrypted_content: true,
  action: true,
  queries: true,
  code: true,
  container_id: true,
  server_label: true,
  result: true,
  tools: true,
  operation: true,
  output: true,
  outputs: true,
  pending_safety_checks: true,
  fingerprint: true,
  approval_request_id: true,
  approve: true,
};
/** Blocks that only users write. */
type Asked =
  | Anthropic.ImageBlockParam
  | Anthropic.DocumentBlockParam
  | Anthropic.SearchResultBlockParam
  | Anthropic.ToolResultBlockParam;
const BLOCK: Names<Required<Exclude<Anthropic.ContentBlockParam, Asked>>> = {
  type: true,
  text: true,
  id: true,
  name: true,
  input: true,
  thinking: true,
  signature: true,
  data: true,
  tool_use_id: true,
  content: true,
  file_id: true,
};
type ChatMessage = OpenAI.ChatCompletionAssistantMessageParam;
const CHAT_CALL: Names<Required<OpenAI.ChatCompletionMessageToolCall>> = {
  id: true,
  type: true,
  function: true,
  custom: true,
};
const CHAT: Names<Exclude<keyof ChatMessage, 'audio'>> = {
  role: true,
  content: true,
  tool_calls: true,
  name: true,
  refusal: true,
  function_call: true,
};
/** What describes a part, and is not the part itself. */
type About =
  | 'mediaResolution'
  | 'mediaProcessing'
  | 'videoMetadata'
  | 'partMetadata'
  | 'speechMetadata'
  | 'audioTranscription';
const PART: Names<Exclude<keyof Part, About>> = {
  text: true,
  thought: true,
  thoughtSignature: true,
  functionCall: true,
  functionResponse: true,
  toolCall: true,
  toolResponse: true,
  inlineData: true,
  fileData: true,
  executableCode: true,
  codeExecutionResult: true,
};
const CONTENT: Names<keyof Content> = { role: true, parts: true };
const CALL: Names<Exclude<keyof FunctionCall, 'partialArgs' | 'willContinue'>> = { id: true, name: true, args: true };

const inside = (shape: EchoShape, ...names: readonly string[]): EchoShape =>
  names.reduce((rest, name) => rest.inside?.[name] ?? { known: new Set() }, shape);

/**
 * An endpoint cannot refuse what the types of its own package require, so a request never loses it. The `status` of an item is
 * required by some types and refused by some gateways.
 */
test.each<[string, EchoShape, object]>([
  ['chat messages', chatEchoes.shape, CHAT],
  ['chat calls', inside(chatEchoes.shape, 'tool_calls'), CHAT_CALL],
  ['items of Responses', responsesEchoes.shape, ITEM],
  ['blocks of Messages', inside(messagesEchoes.shape, 'content'), BLOCK],
  ['contents of Gemini', geminiEchoes.shape, CONTENT],
  ['parts of Gemini', inside(geminiEchoes.shape, 'parts'), PART],
  ['calls of Gemini', inside(geminiEchoes.shape, 'parts', 'functionCall'), CALL],
])('%s keep every field that the official package requires', (_, { known }, names) => {
  expect(Object.keys(names).filter((name) => !known.has(name))).toEqual([]);
});

test.each([
  ["property 'reasoning' is unsupported", 'reasoning'],
  ['unsupported: reasoning_details', 'reasoning_details'],
  ['reasoning_details is fine, but reasoning is not supported', 'reasoning'],
  ['400 status code (no body)', null],
  ['field code is unknown', 'code'],
  ['encoded is unknown', null],
])('the error %j names the field %j', (message, name) => {
  const leavable = leavableEchoes(chatEchoes);
  const answer = { role: 'assistant', content: 'x', reasoning: 'y', code: 1 };
  const messages = name === 'reasoning_details' ? [{ ...answer, reasoning_details: [] }] : [answer];
  const request = { body: { messages } } as unknown as Parameters<typeof leavable.refused>[0];
  expect(leavable.refused(request, { code: 'provider-error', status: 400, message })).toBe(name);
});
