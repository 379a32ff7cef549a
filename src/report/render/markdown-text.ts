import { escapeText } from '../../text/escape.ts';

/** Characters that begin markup, a bare link or an emoji inside a line. */
const INLINE = /[\\`*_{}[\]<>#!|~$]|:(?=\S)|(?<=\bwww)\./gi;
/** Characters that begin a list, an underlined heading or a rule at the start of a line. */
const AT_START = /^(\s*)([-+=]|\d+(?=[.)](?:\s|$)))/;
/** A mention, or an e-mail address, which GitHub links after it has read the Markdown. */
const MENTION = /(?<!\w)@(?=\w)|@(?=[\w-]+\.\w)/g;

/**
 * Text as Markdown on one line. It becomes no markup, table cell, link, HTML, formula, mention or reference. A zero-width space
 * splits mentions and references to issues.
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
