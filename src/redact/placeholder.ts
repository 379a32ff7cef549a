import { createHash } from 'node:crypto';

/**
 * What stands in place of a secret in files, keys and output:
 * - `[redacted:1a2b3c4d]`: a value that stands in the scenario, by the start of its SHA-256; a replay puts it back;
 * - `[redacted:x1]`: any other, numbered by first appearance;
 * - `[redacted]`: as older recordings have it, and in messages.
 */
export const REDACTED = '[redacted]';

const ANY = /\[redacted(?::(?:[0-9a-f]{64}|[0-9a-f]{8}|x\d{1,9}))?\]/g;
const UNKNOWN = /\[redacted(?::x\d{1,9})?\]/;
const NUMBERED = /^\[redacted:x(\d{1,9})\]$/;

/** A value that is hidden while nobody knows yet whether it stands in the scenario: by its whole hash. Never stored. */
export function fullPlaceholder(value: string): string {
  return `[redacted:${createHash('sha256').update(value).digest('hex')}]`;
}

/** The placeholder of a value that stands in the scenario. */
export function knownPlaceholder(full: string): string {
  return `${full.slice(0, '[redacted:'.length + 8)}]`;
}

export function numberedPlaceholder(number: number): string {
  return `[redacted:x${number}]`;
}

/** The number of a numbered placeholder; null for any other. */
export function numberOf(placeholder: string): number | null {
  const found = NUMBERED.exec(placeholder);
  return found === null ? null : Number(found[1]);
}

export function holdsPlaceholder(text: string): boolean {
  return text.includes('[redacted');
}

/** Whether a text holds a value that nobody can put back: it is judged as its placeholder. */
export function holdsUnknown(text: string): boolean {
  return text.includes('[redacted') && UNKNOWN.test(text);
}

/** `text` with each of its placeholders replaced. */
export function mapPlaceholders(text: string, map: (placeholder: string) => string): string {
  return holdsPlaceholder(text) ? text.replace(ANY, map) : text;
}

/** The stretches between placeholders mapped, the placeholders kept. */
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
