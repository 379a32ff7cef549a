const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NUMBER_START = /-?\d*(?:\.\d*)?(?:[eE][+-]?\d*)?$/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const ESCAPE_START = /\\(?:u[0-9a-fA-F]{0,3})?$/y;

/** Where a text stops being JSON: the end of its first value, cut off inside it, or no JSON at all. */
export type JsonScan = { readonly kind: 'value'; readonly end: number } | { readonly kind: 'truncated' | 'bad' };

const TRUNCATED: JsonScan = { kind: 'truncated' };
const BAD: JsonScan = { kind: 'bad' };

/** Finds the end of the first JSON value of a text, without building it; strict as JSON.parse. */
export function scanJson(text: string): JsonScan {
  const closers: ('}' | ']')[] = [];
  let expect: 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'next' = 'value';
  let at = 0;
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at += 1;
    const char = text[at];
    if (char === undefined) return TRUNCATED;
    const closer = closers.at(-1);
    if (expect === 'colon') {
      if (char !== ':') return BAD;
      at += 1;
      expect = 'value';
      continue;
    }
    if (expect === 'next' && char === ',') {
      at += 1;
      expect = closer === '}' ? 'key' : 'value';
      continue;
    }
    const closes = expect === 'next' || expect === 'key-or-close' || expect === 'value-or-close';
    if (closes && char === closer) {
      closers.pop();
      at += 1;
    } else if (expect === 'next') {
      return BAD;
    } else if (expect === 'key' || expect === 'key-or-close') {
      const end = char === '"' ? endOfString(text, at) : BAD;
      if (typeof end !== 'number') return end;
      at = end;
      expect = 'colon';
      continue;
    } else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']');
      at += 1;
      expect = char === '{' ? 'key-or-close' : 'value-or-close';
      continue;
    } else {
      const end = endOfScalar(text, at);
      if (typeof end !== 'number') return end;
      at = end;
    }
    if (closers.length === 0) return { kind: 'value', end: at };
    expect = 'next';
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function endOfString(text: string, start: number): number | JsonScan {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return TRUNCATED;
    if (code === 34) return at + 1;
    if (code < 32) return BAD;
    if (code !== 92) {
      at += 1;
      continue;
    }
    const end = endOf(ESCAPE, text, at);
    if (end === null) return endOf(ESCAPE_START, text, at) === null ? BAD : TRUNCATED;
    at = end;
  }
}

function endOfScalar(text: string, at: number): number | JsonScan {
  if (text[at] === '"') return endOfString(text, at);
  for (const word of ['true', 'false', 'null']) {
    if (text.startsWith(word, at)) return at + word.length;
    if (word.startsWith(text.slice(at, at + word.length))) return TRUNCATED;
  }
  const end = endOf(NUMBER, text, at);
  if (end !== null && !/[\d.eE]/.test(text[end] ?? '')) return end;
  const cut = endOf(NUMBER_START, text, at);
  return cut === null || cut === at ? BAD : TRUNCATED;
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
