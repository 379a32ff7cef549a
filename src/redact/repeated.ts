/** Longest text that is checked. */
const LONGEST = 20_000;

/**
 * The piece that a text repeats; the text itself where it repeats none. When each event of a stream has a value, joining the
 * events repeats it without a gap, so that no end of a key can be seen.
 */
export function repeatedPiece(text: string): string {
  if (text.length > LONGEST) return text;
  // For each beginning of the text: the length of its longest proper prefix that is also its suffix.
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
