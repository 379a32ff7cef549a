import { escapeText } from './escape.ts';

const SPECIAL = /[\\`*_{}[\]()#+!|~$:]|(?<=^|\s)[-=](?=\s|$)/g;

/**
 * Text as Markdown shows it, on one line: no markup, table cell, link, HTML or formula comes of it. Mentions and
 * references are split by a zero-width space, as GitHub links them after reading the Markdown.
 */
export function markdownText(text: string): string {
  return escapeText(text)
    .replace(SPECIAL, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('www.', 'www\\.')
    .replaceAll('@', '@&#8203;')
    .replace(/\\#(?=\d)/g, '\\#&#8203;');
}
