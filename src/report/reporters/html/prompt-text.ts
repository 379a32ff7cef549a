import { isObject, type Json } from '../../../json/json.ts';

/** The texts of the user's messages in a scenario, one message a line. */
export function promptText(messages: Json): string {
  if (!Array.isArray(messages)) return '';
  return messages
    .map((message) => (isObject(message) && message['role'] === 'user' ? contentText(message['content']) : ''))
    .filter((text) => text !== '')
    .join('\n');
}

/** The text of a content: a string, or the joined text parts of a list. */
function contentText(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join(' ');
}
