/** The text without the given character at its end, however often it stands there: in one pass, which `/\/+$/` does not take. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}
