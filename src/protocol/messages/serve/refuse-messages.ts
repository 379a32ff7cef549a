import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { signatureOf } from '../../serve/signature.ts';
import { asksToThink } from './served-message.ts';

interface Said {
  readonly role: string;
  readonly blocks: readonly JsonObject[];
  /** Index of the first message of this role in the request. */
  readonly index: number;
}

/** Anthropic's refusal of the messages of a request, in its words; null where it would accept them. */
export function refusedMessages(body: JsonObject, messages: readonly Json[]): string | null {
  const said: Said[] = [];
  for (const [index, message] of messages.entries()) {
    if (!isObject(message)) return `messages.${index}: Input should be an object`;
    const wrong = refusedShape(message, index);
    if (wrong !== null) return wrong;
    const role = asText(message['role']);
    const blocks = blocksOf(message['content']);
    const last = said.at(-1);
    // Consecutive messages of one role count as one.
    if (last !== undefined && last.role === role) {
      said[said.length - 1] = { ...last, blocks: [...last.blocks, ...blocks] };
    } else said.push({ role, blocks, index });
  }
  return refusedSystem(said) ?? refusedPairs(said) ?? refusedThinking(said, asksToThink(body));
}

function blocksOf(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter(isObject) : [];
}

function refusedShape(message: JsonObject, index: number): string | null {
  const { role, content, ...rest } = message;
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    return `messages.${index}.role: Input should be 'user', 'assistant' or 'system'`;
  }
  const [extra] = Object.keys(rest);
  if (extra !== undefined) return `messages.${index}.${extra}: Extra inputs are not permitted`;
  if (typeof content !== 'string' && !Array.isArray(content)) return `messages.${index}.content: Field required`;
  for (const [i, block] of blocksOf(content).entries()) {
    const at = `messages.${index}.content.${i}`;
    if (typeof block['type'] !== 'string') return `${at}.type: Field required`;
    if (block['type'] === 'text' && block['text'] === '') return 'messages: text content blocks must be non-empty';
    if (block['type'] === 'tool_use' && !isObject(block['input'])) {
      return `${at}.tool_use.input: Input should be an object`;
    }
  }
  return null;
}

const DIRECTIVE = 'the directive-only form (content: [] with output_config) is accepted at any position';

/** Refuses a system message that does not stand between a message of the user and an answer. */
function refusedSystem(said: readonly Said[]): string | null {
  for (const [i, { role, index }] of said.entries()) {
    if (role !== 'system') continue;
    const at = `messages.${index}`;
    if (i === 0) return `${at}: use the top-level 'system' parameter for the initial system prompt`;
    const before = said[i - 1];
    const isServed = asText(before?.blocks.at(-1)?.['type']).endsWith('_tool_result');
    if (before?.role !== 'user' && !isServed) {
      return `${at}: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result; ${DIRECTIVE}`;
    }
    if ((said[i + 1]?.role ?? 'assistant') !== 'assistant') {
      return `${at}: role 'system' must precede an 'assistant' message or end the array; ${DIRECTIVE}`;
    }
  }
  return null;
}

/** Refuses a call without a result in the next message, and a result without a call in the message before. */
function refusedPairs(said: readonly Said[]): string | null {
  for (const [i, { role, blocks, index }] of said.entries()) {
    const before = role === 'user' ? idsOf(said[i - 1], 'tool_use', 'id') : [];
    const results = blocks
      .filter((block) => block['type'] === 'tool_result')
      .map((block) => asText(block['tool_use_id']));
    const stray = results.find((id) => !before.includes(id));
    if (stray !== undefined) {
      return `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
    }
    if (new Set(results).size < results.length) {
      return `messages.${index}.content: each tool_use must have a single result. Found multiple \`tool_result\` blocks with one id`;
    }
    const calls = role === 'assistant' ? idsOf(said[i], 'tool_use', 'id') : [];
    if (new Set(calls).size < calls.length) return `messages.${index}: \`tool_use\` ids must be unique`;
    const answered = idsOf(said[i + 1], 'tool_result', 'tool_use_id');
    const open = calls.filter((id) => !answered.includes(id));
    if (open.length > 0) {
      return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
    }
  }
  return null;
}

function idsOf(said: Said | undefined, type: string, field: string): string[] {
  return (said?.blocks ?? []).filter((block) => block['type'] === type).map((block) => asText(block[field]));
}

/**
 * Refuses thinking that was changed: the signature must be the sandbox's and fit the text. Where the request asks for thinking,
 * an answer with calls must begin with thinking.
 */
function refusedThinking(said: readonly Said[], thinks: boolean): string | null {
  for (const { blocks, index, role } of said) {
    if (role !== 'assistant') continue;
    for (const [i, block] of blocks.entries()) {
      if (block['type'] !== 'thinking') continue;
      if (block['signature'] !== signatureOf(asText(block['thinking']))) {
        return `messages.${index}.content.${i}: Invalid \`signature\` in \`thinking\` block`;
      }
    }
  }
  const last = said.findLast(({ role }) => role === 'assistant');
  const first = last?.blocks[0]?.['type'];
  const inLoop = last?.blocks.some((block) => block['type'] === 'tool_use') === true;
  if (!thinks || !inLoop || first === 'thinking' || first === 'redacted_thinking') return null;
  return `messages.${last?.index ?? 0}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${asText(first)}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block.`;
}
