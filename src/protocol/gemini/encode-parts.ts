import { readDataUrl } from '../neutral/data-url.ts';
import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';

/** The content of a message as parts; `[]` without content. */
export function encodeParts(content: Json): JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ text: content }];
  return Array.isArray(content) ? content.filter(isObject).map(encodePart) : [];
}

/** A part of a chat message as a part of Gemini. A part of an unknown kind stays as it is. */
function encodePart(part: JsonObject): JsonObject {
  const { type, text, image_url: image, file, input_audio: audio } = part;
  if (type === 'text' && typeof text === 'string') return { text };
  if (type === 'refusal' && typeof part['refusal'] === 'string') return { text: part['refusal'] };
  if (type === 'image_url' && isObject(image) && typeof image['url'] === 'string') return mediaPart(image['url']);
  if (type === 'file' && isObject(file) && typeof file['file_data'] === 'string') return mediaPart(file['file_data']);
  if (type === 'input_audio' && isObject(audio) && typeof audio['data'] === 'string') {
    return { inlineData: { mimeType: `audio/${asText(audio['format']) || 'wav'}`, data: audio['data'] } };
  }
  return part;
}

function mediaPart(url: string): JsonObject {
  const inline = readDataUrl(url);
  if (inline !== null) return { inlineData: { mimeType: inline.mediaType, data: inline.data } };
  const known = typeByEnding(url);
  return { fileData: known === null ? { fileUri: url } : { fileUri: url, mimeType: known } };
}

/** Media types by file name extension, because Gemini wants the media type of a URL's content. */
const TYPES: { readonly [ending: string]: string } = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  wav: 'audio/wav',
  webp: 'image/webp',
};

function typeByEnding(url: string): string | null {
  const ending = /\.([a-z0-9]{3,4})$/.exec(url.replace(/[?#].*$/s, '').toLowerCase())?.[1] ?? '';
  return Object.hasOwn(TYPES, ending) ? (TYPES[ending] ?? null) : null;
}
