import { isObject, type Json, type JsonObject } from '../../json/json.ts';

const DATA_URL = /^data:([^;,]+);base64,(.*)$/s;

/** The content of a message as parts; empty where there is none. */
export function encodeParts(content: Json): JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ text: content }];
  return Array.isArray(content) ? content.filter(isObject).map(encodePart) : [];
}

/** A part of a chat message as a part of Gemini; one of another kind goes as it was written. */
function encodePart(part: JsonObject): JsonObject {
  const { type, text, image_url: image, file } = part;
  if (type === 'text' && typeof text === 'string') return { text };
  if (type === 'image_url' && isObject(image) && typeof image['url'] === 'string') return mediaPart(image['url']);
  if (type === 'file' && isObject(file) && typeof file['file_data'] === 'string') return mediaPart(file['file_data']);
  return part;
}

function mediaPart(url: string): JsonObject {
  const [, mimeType, data] = DATA_URL.exec(url) ?? [];
  if (mimeType === undefined || data === undefined) return { fileData: { fileUri: url } };
  return { inlineData: { mimeType, data } };
}
