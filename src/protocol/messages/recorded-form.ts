import { asText, isObject, type Json } from '../../json/json.ts';
import { mapChanged } from '../../json/map-changed.ts';
import { openIds, type OpenIds } from '../reading/open-ids.ts';
import type { RecordedForm } from '../protocol.ts';

export const recordedMessages: RecordedForm = {
  leftOut: new Set(['metadata']),
  growing: 'messages',
  tools: 'tools',
  itemALine: new Set(['messages', 'content', 'tools']),
  canonical: canonicalMessages,
  isTied: (message) => blocksOf(message).some((block) => isObject(block) && ('tool_use_id' in block || 'id' in block)),
  pieces: {
    under: new Set(['delta']),
    blockOf: (event) => `${JSON.stringify(event['index'] ?? null)} ${deltaType(event['delta'])}`,
  },
  dropTokens: () => false,
};

function deltaType(delta: Json | undefined): string {
  return isObject(delta) ? asText(delta['type']) : '';
}

function blocksOf(message: Json): Json[] {
  const content = isObject(message) ? message['content'] : undefined;
  return Array.isArray(content) ? content : [];
}

/** Messages in the form that keys compare: ids of calls are numbered by first appearance. */
function canonicalMessages(messages: Json[]): Json[] {
  const ids = openIds('call_');
  return mapChanged(messages, (message) => canonicalMessage(message, ids));
}

function canonicalMessage(message: Json, ids: OpenIds): Json {
  const blocks = blocksOf(message);
  if (blocks.length === 0 || !isObject(message)) return message;
  const renamed = mapChanged(blocks, (block) => canonicalBlock(block, ids));
  return renamed === blocks ? message : { ...message, content: renamed };
}

function canonicalBlock(block: Json, ids: OpenIds): Json {
  if (!isObject(block)) return block;
  const { type, id, tool_use_id: useId } = block;
  if (typeof useId === 'string') {
    const known = ids.answered(useId);
    return known === useId ? block : { ...block, tool_use_id: known };
  }
  if (typeof id !== 'string' || !asText(type).endsWith('_use')) return block;
  const known = ids.opened(id);
  return known === id ? block : { ...block, id: known };
}
