/** Current element of a scanner. `end`: the first value is over. `bad`: the text is no JSON. */
type Mode =
  | 'value'
  | 'value-or-close'
  | 'key'
  | 'key-or-close'
  | 'colon'
  | 'next'
  | 'string'
  | 'escape'
  | 'hex'
  | 'word'
  | 'number'
  | 'end'
  | 'bad';

const QUOTE = 34;
const BACKSLASH = 92;
const ESCAPED = '"\\/bfnrt';
/** Characters that may follow in each state of a number. In upper-case states the number may end. */
const NUMBER: { readonly [state: string]: (char: string) => string | undefined } = {
  '-': (char) => (char === '0' ? 'Z' : isDigit(char) ? 'I' : undefined),
  Z: (char) => (char === '.' ? '.' : isExponent(char) ? 'e' : undefined),
  I: (char) => (isDigit(char) ? 'I' : char === '.' ? '.' : isExponent(char) ? 'e' : undefined),
  '.': (char) => (isDigit(char) ? 'F' : undefined),
  F: (char) => (isDigit(char) ? 'F' : isExponent(char) ? 'e' : undefined),
  e: (char) => (char === '+' || char === '-' ? 's' : isDigit(char) ? 'E' : undefined),
  s: (char) => (isDigit(char) ? 'E' : undefined),
  E: (char) => (isDigit(char) ? 'E' : undefined),
};

/**
 * Finds the end of the first JSON value of a text that comes in pieces, without building the value. As strict as JSON.parse.
 * Reads each character once, however many pieces there are.
 */
export class JsonScanner {
  #mode: Mode = 'value';
  #closers: ('}' | ']')[] = [];
  /** In a word: its missing characters. In a number: its state. In `\u`: the digits so far. */
  #rest = '';
  #isKey = false;
  /** Characters read. */
  steps = 0;
  /** Characters before the end of the first value; null before its end. */
  end: number | null = null;
  /** True when another character than white space follows the first value. */
  followed = false;

  feed(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      if (this.#mode === 'bad' || this.followed) return;
      this.#take(text[at] as string, text.charCodeAt(at));
      this.steps += 1;
    }
  }

  /** The text so far: a whole value, a value with more text after it, an unfinished value, or no JSON. */
  get kind(): 'whole' | 'followed' | 'open' | 'bad' {
    if (this.#mode === 'bad') return 'bad';
    if (this.followed) return 'followed';
    const over =
      this.#mode === 'end' || (this.#mode === 'number' && this.#closers.length === 0 && this.#numberMayEnd());
    return over ? 'whole' : 'open';
  }

  /** A copy of the scanner, to scan ahead. */
  copy(): JsonScanner {
    const other = new JsonScanner();
    other.#mode = this.#mode;
    other.#closers = [...this.#closers];
    other.#rest = this.#rest;
    other.#isKey = this.#isKey;
    other.steps = this.steps;
    other.end = this.end;
    other.followed = this.followed;
    return other;
  }

  #numberMayEnd(): boolean {
    return this.#rest === this.#rest.toUpperCase() && /[A-Z]/.test(this.#rest);
  }

  #take(char: string, code: number): void {
    switch (this.#mode) {
      case 'string':
        if (code === QUOTE) this.#endOfString();
        else if (code === BACKSLASH) this.#mode = 'escape';
        else if (code < 32) this.#mode = 'bad';
        return;
      case 'escape':
        if (char === 'u') {
          this.#mode = 'hex';
          this.#rest = '';
        } else this.#mode = ESCAPED.includes(char) ? 'string' : 'bad';
        return;
      case 'hex':
        this.#rest += char;
        if (!/^[0-9a-fA-F]+$/.test(this.#rest)) this.#mode = 'bad';
        else if (this.#rest.length === 4) this.#mode = 'string';
        return;
      case 'word':
        if (!this.#rest.startsWith(char)) this.#mode = 'bad';
        else {
          this.#rest = this.#rest.slice(1);
          if (this.#rest === '') this.#endOfValue(1);
        }
        return;
      case 'number':
        this.#inNumber(char, code);
        return;
      default:
        if (!isSpace(code)) this.#between(char);
    }
  }

  #inNumber(char: string, code: number): void {
    const next = NUMBER[this.#rest]?.(char);
    if (next !== undefined) this.#rest = next;
    else if (!this.#numberMayEnd() || /[\d.eE]/.test(char)) this.#mode = 'bad';
    else {
      this.#endOfValue(0);
      if (!isSpace(code)) this.#between(char);
    }
  }

  #between(char: string): void {
    const closer = this.#closers.at(-1);
    switch (this.#mode) {
      case 'end':
        this.followed = true;
        return;
      case 'colon':
        this.#mode = char === ':' ? 'value' : 'bad';
        return;
      case 'next':
        if (char === ',') this.#mode = closer === '}' ? 'key' : 'value';
        else if (char === closer) this.#close();
        else this.#mode = 'bad';
        return;
      case 'key':
      case 'key-or-close':
        if (char === '"') this.#open(true);
        else if (char === '}' && this.#mode === 'key-or-close') this.#close();
        else this.#mode = 'bad';
        return;
      default:
        if (char === ']' && this.#mode === 'value-or-close') this.#close();
        else this.#value(char);
    }
  }

  #value(char: string): void {
    if (char === '{' || char === '[') {
      this.#closers.push(char === '{' ? '}' : ']');
      this.#mode = char === '{' ? 'key-or-close' : 'value-or-close';
    } else if (char === '"') this.#open(false);
    else if (char === '-' || isDigit(char)) {
      this.#mode = 'number';
      this.#rest = char === '-' ? '-' : char === '0' ? 'Z' : 'I';
    } else {
      const word = ['true', 'false', 'null'].find((one) => one.startsWith(char));
      this.#mode = word === undefined ? 'bad' : 'word';
      this.#rest = word?.slice(1) ?? '';
    }
  }

  #open(isKey: boolean): void {
    this.#mode = 'string';
    this.#isKey = isKey;
  }

  #endOfString(): void {
    if (this.#isKey) this.#mode = 'colon';
    else this.#endOfValue(1);
  }

  #close(): void {
    this.#closers.pop();
    this.#endOfValue(1);
  }

  /** `own`: the characters of the value that the current step still counts for. */
  #endOfValue(own: 0 | 1): void {
    this.#mode = this.#closers.length === 0 ? 'end' : 'next';
    if (this.#mode === 'end') this.end = this.steps + own;
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isExponent(char: string): boolean {
  return char === 'e' || char === 'E';
}
