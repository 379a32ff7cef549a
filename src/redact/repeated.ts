/** Longer texts are not looked at: no value comes so often. */
const LONGEST = 20_000;

/**
 * The piece that a text consists of, again and again; the text itself where it is no such repetition. A value that each event of a
 * stream brings is glued to itself when the events are joined, and then has no end by which a key is told.
 */
export function repeatedPiece(text: string): string {
  if (text.length > LONGEST) return text;
  // The length of the longest beginning that each beginning also ends with.
  const borders = new Uint16Array(text.length);
  let length = 0;
  for (let i = 1; i < text.length; i++) {
    while (length > 0 && text.charCodeAt(i) !== text.charCodeAt(length)) length = borders[length - 1] ?? 0;
    if (text.charCodeAt(i) === text.charCodeAt(length)) length++;
    borders[i] = length;
  }
  const period = text.length - length;
  return text.length % period === 0 ? text.slice(0, period) : text;
}
