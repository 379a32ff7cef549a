import type { Json, JsonObject } from '../../json/json.ts';

/** A call in Python syntax: `mv(source='a', 5)`. */
export interface PythonCall {
  readonly name: string;
  readonly positional: readonly Json[];
  readonly named: JsonObject;
}

/** Reads a call whose arguments are literals; returns a string with the fault of any other text. */
export function readPythonCall(text: string): PythonCall | string {
  const reader = new Reader(text);
  try {
    return reader.call();
  } catch (error) {
    return error instanceof SyntaxFault ? error.message : String(error);
  }
}

class SyntaxFault extends Error {}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['True', true],
  ['False', false],
  ['None', null],
]);

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  call(): PythonCall {
    const name = this.#match(/[A-Za-z_][\w.]*/y) ?? this.#fail('the name of a function');
    this.#take('(');
    const positional: Json[] = [];
    const named: [string, Json][] = [];
    while (!this.#isNext(')')) {
      const key = this.#match(/[A-Za-z_]\w*(?=\s*=)/y);
      if (key === null) positional.push(this.#value());
      else {
        this.#take('=');
        named.push([key, this.#value()]);
      }
      if (!this.#isNext(')')) this.#take(',');
    }
    this.#take(')');
    this.#space();
    if (this.#at < this.#text.length) this.#fail('the end');
    return { name, positional, named: Object.fromEntries(named) };
  }

  #value(): Json {
    this.#space();
    const next = this.#text[this.#at];
    if (next === "'" || next === '"') return this.#string(next);
    if (next === '[') return this.#items(']');
    if (next === '(') return this.#items(')');
    if (next === '{') return this.#dict();
    const number = this.#match(/[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y);
    if (number !== null) return Number(number.replaceAll('_', ''));
    const word = this.#match(/[A-Za-z]+/y);
    const value = WORDS.get(word ?? '');
    return value === undefined ? this.#fail('a literal') : value;
  }

  #items(end: string): Json[] {
    this.#at += 1;
    const items: Json[] = [];
    while (!this.#isNext(end)) {
      items.push(this.#value());
      if (!this.#isNext(end)) this.#take(',');
    }
    this.#take(end);
    return items;
  }

  #dict(): JsonObject {
    this.#at += 1;
    const entries: [string, Json][] = [];
    while (!this.#isNext('}')) {
      const key = this.#value();
      this.#take(':');
      entries.push([typeof key === 'string' ? key : JSON.stringify(key), this.#value()]);
      if (!this.#isNext('}')) this.#take(',');
    }
    this.#take('}');
    return Object.fromEntries(entries);
  }

  #string(quote: string): string {
    this.#at += 1;
    let text = '';
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) return this.#fail('the end of a text');
      this.#at += 1;
      if (char === quote) return text;
      if (char !== '\\') text += char;
      else {
        const escaped = this.#text[this.#at] ?? '';
        this.#at += 1;
        text += ESCAPES.get(escaped) ?? `\\${escaped}`;
      }
    }
  }

  #space(): void {
    this.#match(/\s*/y);
  }

  #isNext(char: string): boolean {
    this.#space();
    return this.#text[this.#at] === char;
  }

  #take(char: string): void {
    if (!this.#isNext(char)) this.#fail(`"${char}"`);
    this.#at += 1;
  }

  #match(pattern: RegExp): string | null {
    if (this.#at < this.#text.length && pattern.source !== '\\s*') this.#match(/\s*/y);
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #fail(expected: string): never {
    throw new SyntaxFault(`expected ${expected} at character ${this.#at + 1} of ${JSON.stringify(this.#text)}`);
  }
}
