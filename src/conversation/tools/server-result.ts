import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ServerResult } from '../../domain/server.ts';
import type { ToolResult } from '../../domain/transcript.ts';

/**
 * Turns the answer of an MCP server into the result that the model gets, as MCP hosts do: the texts joined by line breaks, the
 * text of a resource, and one line for a link or for binary data. Structured content is used where there is no other. Images
 * and files are kept for protocols that accept them in a result (Messages). `value` is the structured content, else the text.
 */
export function serverResult(callId: string, { content, structuredContent, isError }: ServerResult): ToolResult {
  const texts = content.map(textOf);
  const structured = structuredContent === undefined ? '' : JSON.stringify(structuredContent);
  const text = content.length === 0 ? structured : texts.join('\n');
  const parts = content.map(partOf);
  const isPlain = parts.every(({ type }) => type === 'text');
  return {
    callId,
    content: text,
    value: structuredContent ?? text,
    ...(!isPlain && { parts, plain: true }),
    isError,
    unsimulated: false,
    server: { content, ...(structuredContent !== undefined && { structuredContent }) },
  };
}

/** A block of content as text. */
function textOf(block: JsonObject): string {
  const { type, text, data, mimeType, uri, name, resource } = block;
  if (type === 'text' && typeof text === 'string') return text;
  if (type === 'resource' && isObject(resource)) {
    if (typeof resource['text'] === 'string') return resource['text'];
    return `[resource ${word(resource['uri'])}: ${bytes(resource['blob'])} of ${word(resource['mimeType'])}]`;
  }
  if (type === 'resource_link') return `[resource link: ${word(name)} ${word(uri)}]`;
  if (type === 'image' || type === 'audio') return `[${type}: ${bytes(data)} of ${word(mimeType)}]`;
  return JSON.stringify(block);
}

/** A block of content as a part of a chat message. Images and PDF documents are kept; every other block becomes text. */
function partOf(block: JsonObject): JsonObject {
  const { type, data, mimeType, resource } = block;
  if (type === 'image' && typeof data === 'string') {
    return { type: 'image_url', image_url: { url: `data:${word(mimeType)};base64,${data}` } };
  }
  if (type === 'resource' && isObject(resource) && typeof resource['blob'] === 'string') {
    const { blob, mimeType: kind } = resource;
    if (typeof kind === 'string' && kind.startsWith('image/')) {
      return { type: 'image_url', image_url: { url: `data:${kind};base64,${blob}` } };
    }
    if (kind === 'application/pdf') return { type: 'file', file: { file_data: `data:${kind};base64,${blob}` } };
  }
  return { type: 'text', text: textOf(block) };
}

function word(value: Json | undefined): string {
  return typeof value === 'string' ? value : 'unknown';
}

function bytes(base64: Json | undefined): string {
  if (typeof base64 !== 'string') return 'bytes';
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return `${Math.floor(((base64.length - padding) * 3) / 4)} bytes`;
}
