/** A JSON text in which characters that nobody would see, or that turn the reading order round, are written as escapes. */
export function visible(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
