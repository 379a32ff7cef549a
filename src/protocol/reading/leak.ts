import { CALL_SIGNS, TEMPLATE_MARKUP } from './leak-signs.ts';

type Tools = ReadonlyMap<string, unknown>;

const MARKUP = new RegExp(TEMPLATE_MARKUP.map(({ source }) => source).join('|'), 'giu');
/** Characters of which every written call holds at least one. */
const HINT = /[<[{(=`✿:]|default_api|multi_tool_use/;
const EXCERPT = 160;
/** Characters around a name that are searched for signs of a call. */
const WINDOW = 420;
/** Most places of one name that are searched. A text that names a tool more often is no call. */
const MOST_PLACES = 200;

/**
 * A call that the model wrote into its text, at most 160 characters of it; null without one. Any markup around the name of a
 * declared tool counts, and markup of a chat template even without one. Quotations do not count: inline code, and a sentence
 * about the markup.
 */
export function leakIn(text: string, tools: Tools): string | null {
  if (!HINT.test(text)) return null;
  const spoken = withoutQuotes(text);
  return calledTool(spoken, tools) ?? expressions(spoken, tools) ?? templateMarkup(spoken);
}

/** The first markup of a chat template in a text; null without one. */
export function markupIn(text: string): string | null {
  MARKUP.lastIndex = 0;
  const match = MARKUP.exec(text);
  return match === null ? null : text.slice(match.index, match.index + EXCERPT);
}

/** The text with its code spans blanked out, because they quote. A text that is a single span is unwrapped instead. */
function withoutQuotes(text: string): string {
  const whole = /^\s*`([^`]+)`\s*$/.exec(text);
  if (whole !== null) return whole[1] ?? text;
  return text.replace(/(?<!`)`(?!`)[^`\n]+`(?!`)/g, (span) => ' '.repeat(span.length));
}

function calledTool(text: string, tools: Tools): string | null {
  for (const name of tools.keys()) {
    if (name === '') continue;
    let places = 0;
    for (let at = text.indexOf(name); at >= 0 && places < MOST_PLACES; at = text.indexOf(name, at + 1), places += 1) {
      if (isPartOfWord(text, at, name)) continue;
      const before = text.slice(Math.max(0, at - WINDOW), at);
      const after = text.slice(at + name.length, at + name.length + WINDOW);
      const isStart = at <= WINDOW;
      const sign = CALL_SIGNS.find(
        (one) => one.after.test(after) && (isStart || !startsAtText(one.before)) && one.before.test(before),
      );
      if (sign !== undefined) return excerpt(text, Math.max(0, at - 40));
    }
  }
  return null;
}

/** True for a pattern that begins with `^`, which cannot be tried on a window inside the text. */
function startsAtText({ source }: RegExp): boolean {
  return source.startsWith('^');
}

function isPartOfWord(text: string, at: number, name: string): boolean {
  const before = text[at - 1] ?? '';
  const after = text[at + name.length] ?? '';
  return /[\p{L}\p{N}_-]/u.test(before) || /[\p{L}\p{N}_-]/u.test(after);
}

const EXPRESSION = /^\[?\s*(?:print\(\s*)?(?:\w{1,64}\.){0,8}([\w.-]{1,200})\(([^\n]*)\)\s*(?:\)\s*)?[\],;]*$/;

/**
 * The text, shortened, where it holds nothing but calls in Python's syntax: `[get_weather(city="Paris")]`, with or without a
 * code fence. Null otherwise.
 */
function expressions(text: string, tools: Tools): string | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('```') && line !== '[' && line !== ']');
  if (lines.length === 0 || lines.length > 50) return null;
  const called = lines.every((line) => {
    const match = EXPRESSION.exec(line);
    return match !== null && tools.has(match[1] ?? '') && (/=|^\s*$/.test(match[2] ?? '') || line.startsWith('['));
  });
  return called ? excerpt(text, 0) : null;
}

/** Markup of a chat template that opens a line or ends the text. In the middle of a sentence the text only speaks about it. */
function templateMarkup(text: string): string | null {
  MARKUP.lastIndex = 0;
  for (let match = MARKUP.exec(text); match !== null; match = MARKUP.exec(text)) {
    // Not from the start of the line on, which may hold all of a long text.
    let blank = match.index;
    while (blank > 0 && /[^\S\n]/.test(text.charAt(blank - 1))) blank -= 1;
    const opens = blank === 0 || text.charAt(blank - 1) === '\n';
    const rest = text.slice(match.index + match[0].length);
    if (opens || rest.trim() === '' || /^[^\S\n]*[[{<]/.test(rest)) return excerpt(text, match.index);
  }
  return null;
}

function excerpt(text: string, at: number): string {
  return text.slice(at, at + EXCERPT);
}
