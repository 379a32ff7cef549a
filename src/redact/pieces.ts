import { isObject, type Json, type JsonObject } from '../json/json.ts';

/**
 * Pieces of one text, which a secret may be split over, with what `redact` makes of the whole. The stretch that changes goes
 * to the first piece that has a part of it; the others lose their parts. The same array where nothing changes.
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

/** The second of two objects in a list, with a text, as JSON writes them. */
const SECOND_PART = /\},\{[^{}]{0,200}?"text":"/;

/** False where no list in this JSON has parts of one text, which a value may be split over so that no part gives a sign of it. */
export function mayHoldParts(json: string): boolean {
  return SECOND_PART.test(json);
}

/** A list whose items are parts of one text (`[{ type: 'text', text }]`), redacted as one. The same list where nothing changes. */
export function redactParts(items: Json[], redact: (whole: string) => string): Json[] {
  if (items.length < 2 || !items.every(isTextPart)) return items;
  const texts = items.map((item) => item.text);
  const after = redactPieces(texts, redact);
  return after === texts ? items : items.map((item, i) => ({ ...item, text: after[i] as string }));
}

function isTextPart(item: Json): item is JsonObject & { text: string } {
  return isObject(item) && typeof item['text'] === 'string';
}
