import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** A message of the conversation before the question. */
type Said = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

const SPEAKER = /^(user|system)\s*[::]\s?/imu;

/**
 * The messages of a question. Its text alternates `user:` and `system:`, which is the assistant. The user's profile and the
 * current time become a system message before them. Null where the text has no message.
 */
export function messagesOf(question: JsonObject): readonly Said[] | null {
  const text = question['question'];
  if (typeof text !== 'string' || text.trim() === '') return null;
  const said: Said[] = [];
  const background = [question['time'], question['profile']].flatMap(backgroundOf);
  if (background.length > 0) said.push({ role: 'system', content: background.join('\n') });
  const parts = text.split(/^(?=(?:user|system)\s*[::])/imu);
  for (const part of parts) {
    const speaker = SPEAKER.exec(part)?.[1]?.toLowerCase();
    const content = part.replace(SPEAKER, '').trim();
    if (content === '') continue;
    said.push({ role: speaker === 'system' ? 'assistant' : 'user', content });
  }
  return said.some(({ role }) => role === 'user') ? said : null;
}

function backgroundOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  return isObject(value) ? [`About the user: ${JSON.stringify(value)}`] : [];
}
