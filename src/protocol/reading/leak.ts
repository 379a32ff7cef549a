import { CALL_SIGNS, TEMPLATE_MARKUP } from './leak-signs.ts';

type Tools = ReadonlyMap<string, unknown>;

const MARKUP = new RegExp(TEMPLATE_MARKUP.map(({ source }) => source).join('|'), 'giu');
/** A character without which no call can be written. */
const HINT = /[<[{(=`✿:]|default_api|multi_tool_use/;
const EXCERPT = 160;
/** Characters around a name that can show that it is called. */
const WINDOW = 420;
/** Places of one name that are looked at; a text that names a tool more often is no call. */
const MOST_PLACES = 200;

/**
 * The call that a model wrote into a text for want of a parser, at most 160 characters of it; null where there is none. Any markup
 * around a declared tool's name counts, and the markup of a chat template by itself. What is only quoted, in `code` of one line or
 * in a sentence about it, does not.
 */
export function leakIn(text: string, tools: Tools): string | null {
  if (!HINT.test(text)) return null;
  const spoken = withoutQuotes(text);
  return calledTool(spoken, tools) ?? expressions(spoken, tools) ?? templateMarkup(spoken);
}

/** The markup of a chat template that stands anywhere in a text; null when there is none. */
export function markupIn(text: string): string | null {
  MARKUP.lastIndex = 0;
  const match = MARKUP.exec(text);
  return match === null ? null : text.slice(match.index, match.index + EXCERPT);
}

/** Blanks out code spans, which quote; a text that is one span is taken for what stands in it. */
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

/** A pattern that is anchored to the start of the text alone cannot be tried on a window inside it. */
function startsAtText({ source }: RegExp): boolean {
  return source.startsWith('^');
}

function isPartOfWord(text: string, at: number, name: string): boolean {
  const before = text[at - 1] ?? '';
  const after = text[at + name.length] ?? '';
  return /[\p{L}\p{N}_-]/u.test(before) || /[\p{L}\p{N}_-]/u.test(after);
}

const EXPRESSION = /^\[?\s*(?:print\(\s*)?(?:\w{1,64}\.){0,8}([\w.-]{1,200})\(([^\n]*)\)\s*(?:\)\s*)?[\],;]*$/;

/** `[get_weather(city="Paris")]`: a text that is nothing but calls in the manner of Python, alone or in a fence. */
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

/** Markup that opens a line or ends the text was meant; in the middle of a sentence it is spoken of. */
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
