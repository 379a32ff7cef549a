import { isObject } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';
import type { StreamSigns } from '../protocol.ts';

/** The beginning of an event stream. The content type does not count. */
const START = /^\uFEFF?\s*(?:data|event|id|retry)?:/;
/** A beginning so short that it may become an event stream. */
const MAY_START = /^\uFEFF?\s*(?:d|da|dat|data|e|ev|eve|even|event|i|id|r|re|ret|retr|retry)$/;
/** An error event, which ends an answer although the connection often stays open. */
const ERROR = /^(?:event:[ \t]*error|data:[ \t]*\{"error"\s*:\s*["{])/;
const DATA = /^data:[ \t]?(.*)$/s;
/** Characters of the piece before that are kept. No pattern is longer, so no match between two pieces is missed. */
const OVERLAP = 64;
const SPACE = 0x20;

/** How far a stream has come. `closing`: an event gave the reason of the end and also holds a piece of the answer. */
type Progress = 'open' | 'closing' | 'finished' | 'done';

/** Watches a body while it arrives. Only events near its end are parsed. */
export class StreamWatch {
  readonly #signs: StreamSigns;
  #decoder = new TextDecoder();
  /** Pieces of the line that has not ended. They are joined once, when it ends. */
  #pieces: string[] = [];
  #tail = '';
  #isStream: boolean | null = null;
  /** A piece of the answer after the end sets this back. */
  progress: Progress = 'open';
  /** True when the latest bytes belong to the answer. White space, comments and pings only keep the connection alive. */
  spoke = false;

  constructor(signs: StreamSigns) {
    this.#signs = signs;
  }

  /** True when the whole answer has come, as far as the body shows; true for a body that is no stream. */
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

  /** Looks at the last line, which may continue, or end a stream without a line break. */
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
    const event = parseJson(DATA.exec(line)?.[1] ?? '');
    const carries = isObject(event) && this.#signs.carries(event);
    if (this.progress === 'done') return;
    if (finishes) this.progress = carries ? 'closing' : 'finished';
    else if (carries) this.progress = 'open';
  }
}
