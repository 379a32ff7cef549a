import { createHash } from 'node:crypto';

/**
 * Replaces a secret in files, keys and output. Forms:
 * - `[redacted:1a2b3c4d]`: a value that the scenario contains, by the start of its SHA-256; a replay puts it back;
 * - `[redacted:x1]`: any other value, numbered by first appearance;
 * - `[redacted]`: in older recordings and in messages.
 */
export const REDACTED = '[redacted]';

const ANY = /\[redacted(?::(?:[0-9a-f]{64}|[0-9a-f]{8}|x\d{1,9}))?\]/g;
const UNKNOWN = /\[redacted(?::x\d{1,9})?\]/;
const NUMBERED = /^\[redacted:x(\d{1,9})\]$/;

/**
 * Temporary placeholder with the whole hash of a value, until it is known whether the scenario contains the value. Never
 * stored.
 */
export function fullPlaceholder(value: string): string {
  return `[redacted:${createHash('sha256').update(value).digest('hex')}]`;
}

/** The placeholder of a value that the scenario contains. */
export function knownPlaceholder(full: string): string {
  return `${full.slice(0, '[redacted:'.length + 8)}]`;
}

export function numberedPlaceholder(number: number): string {
  return `[redacted:x${number}]`;
}

/** The number of a numbered placeholder; null for any other placeholder. */
export function numberOf(placeholder: string): number | null {
  const found = NUMBERED.exec(placeholder);
  return found === null ? null : Number(found[1]);
}

export function holdsPlaceholder(text: string): boolean {
  return text.includes('[redacted');
}

/** True for a text with a value that a replay cannot put back. The text is then judged with its placeholder. */
export function holdsUnknown(text: string): boolean {
  return text.includes('[redacted') && UNKNOWN.test(text);
}

/** `text` with each of its placeholders replaced. */
export function mapPlaceholders(text: string, map: (placeholder: string) => string): string {
  return holdsPlaceholder(text) ? text.replace(ANY, map) : text;
}

/** Maps the text between placeholders and keeps the placeholders. */
export function mapBetween(text: string, map: (piece: string) => string): string {
  if (!holdsPlaceholder(text)) return map(text);
  let result = '';
  let from = 0;
  for (const match of text.matchAll(ANY)) {
    result += map(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return result + map(text.slice(from));
}
