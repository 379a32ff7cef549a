import { readDataUrl } from '../neutral/data-url.ts';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** The content of a user message or a result: a string as it is, parts of chat as content blocks. */
export function encodeContent(content: Json | undefined): Json {
  if (!Array.isArray(content)) return content ?? '';
  return content.map((part) => (isObject(part) ? encodePart(part) : part));
}

/** The texts of a content as text blocks; `[]` without a text. */
export function textBlocks(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.filter(isObject).map(encodePart);
}

/** A part of a chat message as a content block. A part of an unknown kind stays as it is. */
function encodePart(part: JsonObject): JsonObject {
  const { type, image_url: image, file } = part;
  if (type === 'image_url' && isObject(image) && typeof image['url'] === 'string') {
    return { type: 'image', source: sourceOf(image['url']) };
  }
  if (type === 'file' && isObject(file)) {
    const { file_data: data, file_id: id } = file;
    if (typeof data === 'string') return { type: 'document', source: documentOf(data) };
    if (typeof id === 'string') return { type: 'document', source: { type: 'file', file_id: id } };
  }
  if (type === 'refusal' && typeof part['refusal'] === 'string') return { type: 'text', text: part['refusal'] };
  return part;
}

/** The source of a document. Messages takes base64 of a PDF only, and a plain text as the text itself. */
function documentOf(url: string): JsonObject {
  const inline = readDataUrl(url);
  if (inline?.mediaType !== 'text/plain') return sourceOf(url);
  const data = Buffer.from(inline.data, 'base64').toString('utf8');
  return { type: 'text', media_type: 'text/plain', data };
}

function sourceOf(url: string): JsonObject {
  const inline = readDataUrl(url);
  return inline === null ? { type: 'url', url } : { type: 'base64', media_type: inline.mediaType, data: inline.data };
}
