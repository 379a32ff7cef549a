import { escapeText } from '../../text/escape.ts';

/** What starts markup inside a line, a bare link or an emoji. */
const INLINE = /[\\`*_{}[\]<>#!|~$]|:(?=\S)|(?<=\bwww)\./gi;
/** What starts a list, a heading's underline or a rule at the start of a line. */
const AT_START = /^(\s*)([-+=]|\d+(?=[.)](?:\s|$)))/;
/** A mention, or an address with a domain: GitHub links both after reading the Markdown. */
const MENTION = /(?<!\w)@(?=\w)|@(?=[\w-]+\.\w)/g;

/**
 * Text as Markdown shows it, on one line: no markup, table cell, link, HTML, formula, mention or reference comes of it.
 * Mentions and references to issues are split by a zero-width space.
 */
export function markdownText(text: string): string {
  return escapeText(text)
    .replaceAll('&', '&amp;')
    .replace(INLINE, (character) => HTML[character] ?? `\\${character}`)
    .replace(AT_START, (_, space: string, mark: string) => space + (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`))
    .replace(MENTION, '@&#8203;')
    .replace(/\\#(?=\d)/g, '\\#&#8203;');
}

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;' };
