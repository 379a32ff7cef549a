import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ServerResult } from '../../domain/server.ts';
import type { ToolResult } from '../../domain/transcript.ts';

/**
 * What a model is told of a server's answer, as hosts do it: the texts, one below the other; the text of a resource; a line for a
 * link, and for bytes that a text cannot hold. Structured content is told where there is no other. Images and files go as such to
 * protocols that take them in a result (Messages). `value` is the structured content, else the text.
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

/** The same as a part of a chat message: images and PDF documents as they are, everything else as text. */
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
