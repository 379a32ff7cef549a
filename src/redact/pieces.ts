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
