/**
 * Text that a terminal, a log viewer or a reviewer could be misled by: C0 and C1 controls (escape sequences start with
 * one), line separators, bidirectional controls, invisible and tag characters, lone surrogates, noncharacters.
 * Zero-width joiners stay: emoji and several scripts need them.
 */
const UNSAFE =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/**
 * Makes text from a model, a gateway or a scenario safe to show on one line: what cannot be seen is written as `\xNN`
 * (below 0x100) or `\u{…}`. Everything else, whatever its script, stays as it is.
 */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** `escapeText` for text of several lines: line breaks and tabs stay. */
export function escapeLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(escapeText).join('\t'))
    .join('\n');
}
