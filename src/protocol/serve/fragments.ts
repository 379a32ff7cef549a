const FRAGMENT = 16;

/** Pieces of about equal length, never splitting a character. The sandbox streams a text in them. */
export function fragments(text: string): string[] {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += FRAGMENT) pieces.push(characters.slice(at, at + FRAGMENT).join(''));
  return pieces;
}
