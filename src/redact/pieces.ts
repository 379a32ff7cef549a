import { isObject, type Json, type JsonObject } from '../json/json.ts';

/**
 * Redacts a text that is split into pieces, so that a secret may be split too. The replacement goes to the first piece with a
 * part of the secret; the other pieces lose their parts. Returns the same array where nothing changes.
 */
export function redactPieces(pieces: readonly string[], redact: (whole: string) => string): readonly string[] {
  const before = pieces.join('');
  const after = redact(before);
  if (after === before) return pieces;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  const end = before.length - tail;
  let middle = after.slice(start, after.length - tail);
  let at = 0;
  let placed = false;
  return pieces.map((piece, i) => {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, piece.length);
    at += piece.length;
    // A text that only grows has no stretch of its own: it goes where it stands, into the last piece at the latest.
    const isIn = from < piece.length && to > 0;
    if (!isIn && (placed || at < start || (at === start && i < pieces.length - 1))) return piece;
    const result = piece.slice(0, from) + middle + piece.slice(Math.max(from, to));
    middle = '';
    placed = true;
    return result;
  });
}

/** In JSON, the start of the second of two objects in a list, each with a text. */
const SECOND_PART = /\},\{[^{}]{0,200}?"text":"/;

/**
 * False where this JSON has no list whose items are parts of one text. A secret may be split over such parts so that no single
 * part shows it.
 */
export function mayHoldParts(json: string): boolean {
  return SECOND_PART.test(json);
}

/**
 * A list whose items are parts of one text (`[{ type: 'text', text }]`), redacted as one text. The same list where nothing
 * changes.
 */
export function redactParts(items: Json[], redact: (whole: string) => string): Json[] {
  if (items.length < 2 || !items.every(isTextPart)) return items;
  const texts = items.map((item) => item.text);
  const after = redactPieces(texts, redact);
  return after === texts ? items : items.map((item, i) => ({ ...item, text: after[i] as string }));
}

function isTextPart(item: Json): item is JsonObject & { text: string } {
  return isObject(item) && typeof item['text'] === 'string';
}
