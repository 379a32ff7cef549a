import { COMMANDS } from './runner-commands.ts';

/**
 * The one table of characters that a reader does not see, or that move the cursor or turn the reading order: controls,
 * everything that Unicode calls default-ignorable (soft hyphen, zero-width and word joiners, bidi marks and isolates,
 * variation selectors, tag characters, fillers), line separators, interlinear annotations, noncharacters, lone surrogates.
 * Terminal, HTML page, Markdown, JUnit, CSV and cassettes show them by their code.
 */
const HIDDEN = String.raw`[\p{Cc}\p{DI}\u2028\u2029\ufff9-\ufffb\p{Noncharacter_Code_Point}\p{Surrogate}]`;

/** Scripts whose spelling needs zero-width joiners and non-joiners: Arabic ones, and those of India and its neighbours. */
const JOINING =
  'Arabic Syriac Mongolian Nko Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Tibetan'
    .split(' ')
    .map((script) => String.raw`\p{Script=${script}}`)
    .join('');

/**
 * Where hidden characters belong to what is seen, they stay: one presentation selector after an emoji, a joiner between
 * two emoji, the flags of England, Scotland and Wales, a keycap, one variation selector after a Han character, and one
 * joiner inside a word of a script that needs it. A second one in a row carries nothing but a hidden message.
 */
const SEEN = [
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
  String.raw`(?<=\p{ExtPict})[\ufe0e\ufe0f]`,
  String.raw`(?<=\p{ExtPict}|\p{EMod}|\ufe0f)\u200d(?=\p{ExtPict})`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=[${JOINING}])[\u200c\u200d](?![\u200c\u200d])`,
].join('|');

const ANY_HIDDEN = new RegExp(HIDDEN, 'u');
const HIDDEN_OR_SEEN = new RegExp(`${SEEN}|(${HIDDEN})`, 'gu');

/** A piece of text without hidden characters, or one hidden character as its code. */
export interface TextPart {
  readonly text: string;
  readonly hidden: boolean;
}

/**
 * Splits a text at its hidden characters, which are written as `\xNN` or `\u{…}`. Hidden characters in `keep` are not escaped.
 */
export function textParts(text: string, keep = ''): readonly TextPart[] {
  if (!ANY_HIDDEN.test(text)) return [{ text, hidden: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN_OR_SEEN)) {
    const character = match[1];
    if (character === undefined || keep.includes(character)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), hidden: false });
    parts.push({ text: codeOf(character), hidden: true });
    from = match.index + character.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), hidden: false });
  return parts;
}

/**
 * Makes text from a model, a gateway or a scenario safe to show on one line: hidden characters are written as `\xNN`
 * (below 0x100) or `\u{…}`, and what a CI runner would obey is broken up. Everything else, whatever its script, stays.
 */
export function escapeText(text: string): string {
  return breakRunnerCommands(visibleText(text));
}

/** A text whose hidden characters are written as `\xNN` or `\u{…}`, for a place that no CI runner reads. */
export function visibleText(text: string): string {
  return showHidden(text, codeOf);
}

/** As `escapeText`, for text of several lines: line breaks and tabs stay. */
export function escapeLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(escapeText).join('\t'))
    .join('\n');
}

/** A JSON text whose hidden characters are written as JSON escapes; its line breaks stay. */
export function escapeInJson(text: string): string {
  return text
    .split('\n')
    .map((line) => showHidden(line, jsonEscape))
    .join('\n');
}

/** Breaks up workflow commands in a text, so that a CI runner that reads it as a line of the log does not obey them. */
export function breakRunnerCommands(text: string): string {
  return text.includes(':') || text.includes('##') ? text.replace(COMMANDS, (mark) => codeOf(mark)) : text;
}

function showHidden(text: string, show: (character: string) => string): string {
  if (!ANY_HIDDEN.test(text)) return text;
  return text.replace(HIDDEN_OR_SEEN, (match, hidden: string | undefined) =>
    hidden === undefined ? match : show(hidden),
  );
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

function jsonEscape(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}
