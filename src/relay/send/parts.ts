import type { JsonObject } from '../../json/json.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import type { Places } from '../../protocol/places/places.ts';
import type { SaidPart } from '../situation.ts';

/** Parts of a message in the form of chat, which the encoders of all protocols take. */
export function chatParts(parts: readonly SaidPart[]): JsonObject[] {
  return parts.map(chatPart);
}

function chatPart(part: SaidPart): JsonObject {
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return { type: 'image_url', image_url: { url: part.url } };
    case 'file':
      return { type: 'file', file: { filename: part.name, file_data: part.url } };
    case 'audio':
      return { type: 'input_audio', input_audio: { data: part.data, format: part.format } };
  }
}

/** True where a protocol can express the part in a user message or in a tool result. */
export function isSayable(places: Places, holder: 'user' | 'result', part: SaidPart): boolean {
  const name = fieldOf(holder, part);
  return name === null || places.fields[name].at !== null;
}

function fieldOf(holder: 'user' | 'result', part: SaidPart): FieldName | null {
  if (part.kind === 'text') return null;
  if (holder === 'result') return 'result.image';
  if (part.kind !== 'image') return part.kind === 'file' ? 'user.file' : 'user.audio';
  return part.url.startsWith('data:') ? 'user.image' : 'user.image.url';
}
