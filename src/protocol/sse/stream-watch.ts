import { isObject, type Json } from '../../json/json.ts';
import type { StreamSigns } from '../protocol.ts';

/** The first bytes of an event stream. The content type does not count. */
const START = /^\uFEFF?\s*(?:data|event|id|retry)?:/;
/** Bytes so few that an event stream may still follow. */
const MAY_START = /^\uFEFF?\s*(?:d|da|dat|data|e|ev|eve|even|event|i|id|r|re|ret|retr|retry)$/;
/** An error ends an answer, though the socket often stays open. */
const ERROR = /^(?:event:[ \t]*error|data:[ \t]*\{"error"\s*:\s*["{])/;
const DATA = /^data:[ \t]?(.*)$/s;
/** Characters kept of the piece before: more than any pattern is long, so that no match is missed where two pieces meet. */
const OVERLAP = 64;
const SPACE = 0x20;

/** How far a stream has come. `closing`: it has said how it ends, in an event that holds a piece of the answer, too. */
type Progress = 'open' | 'closing' | 'finished' | 'done';

/** Watches a body while it arrives and tells how far it has come. Only events around its end are parsed. */
export class StreamWatch {
  readonly #signs: StreamSigns;
  #decoder = new TextDecoder();
  /** Of the line that has not ended: joined once, when it ends. */
  #pieces: string[] = [];
  #tail = '';
  #isStream: boolean | null = null;
  /** A piece of an answer that comes after the end takes the end back. */
  progress: Progress = 'open';
  /** The latest bytes were part of an answer: not white space, comments or pings that keep a connection alive. */
  spoke = false;

  constructor(signs: StreamSigns) {
    this.#signs = signs;
  }

  /** Whether all of the answer has come, as far as the body tells; true for a body that is no stream. */
  get isOver(): boolean {
    return this.#isStream !== true || this.progress !== 'open';
  }

  see(bytes: Uint8Array): void {
    if (this.#isStream === false) {
      this.spoke = bytes.some((byte) => byte > SPACE);
      return;
    }
    this.spoke = false;
    const lines = this.#decoder.decode(bytes, { stream: true }).split(/\r\n|[\r\n]/);
    const open = lines.pop() ?? '';
    for (const line of lines) {
      this.#see(this.#pieces.length === 0 ? line : this.#pieces.join('') + line);
      this.#pieces = [];
      this.#tail = '';
    }
    this.#seeOpen(open);
  }

  /** The end of what has come: a line that may go on, or be the last of a stream that ends without a line break. */
  #seeOpen(text: string): void {
    if (text === '') return;
    this.#pieces.push(text);
    const seen = this.#tail + text;
    this.#tail = seen.slice(-OVERLAP);
    if (this.#isStream === null) this.#begin(seen);
    if (this.#isStream !== true) return;
    const { part, end } = this.#signs;
    if (end?.test(`\n${seen}`) === true) this.progress = 'done';
    if (part.test(seen) || this.progress === 'done') this.spoke = true;
  }

  #begin(text: string): void {
    if (text.trim() === '' || MAY_START.test(text)) return;
    this.#isStream = START.test(text);
    if (!this.#isStream) this.spoke = true;
  }

  #see(line: string): void {
    if (this.#isStream === null) this.#begin(line);
    if (this.#isStream !== true) return;
    const { part, finish, end } = this.#signs;
    const before = this.progress;
    if (end?.test(line) === true) this.progress = 'done';
    else if (ERROR.test(line)) this.progress = 'finished';
    else if (finish.test(line) || before !== 'open') this.#read(line, finish.test(line));
    if (this.progress !== before || part.test(line)) this.spoke = true;
  }

  #read(line: string, finishes: boolean): void {
    const event = parsed(DATA.exec(line)?.[1] ?? '');
    const carries = isObject(event) && this.#signs.carries(event);
    if (this.progress === 'done') return;
    if (finishes) this.progress = carries ? 'closing' : 'finished';
    else if (carries) this.progress = 'open';
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
