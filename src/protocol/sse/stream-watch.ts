import type { StreamSigns } from '../protocol.ts';

/** How the first bytes of an event stream look, whatever its content type says. */
const START = /^\uFEFF?\s*(?:data|event|id|retry)?:/;
/** `retry:` and `event:`: a first chunk that is shorter may end inside the name of a field. */
const LONGEST_FIELD = 6;
/** An error ends an answer, though the socket often stays open. */
const ERROR = /(?:^|\n)(?:event:[ \t]*error|data:[ \t]*\{"error"\s*:\s*["{])/;
/** Longer than any of the patterns, so that none is missed where two chunks meet. */
const OVERLAP = 64;
const SPACE = 0x20;

/** Sees in passing how far a body has come, without reading it. */
export class StreamWatch {
  readonly #signs: StreamSigns;
  #decoder = new TextDecoder();
  #tail = '';
  #isStream: boolean | null = null;
  finished = false;
  done = false;
  /** The latest bytes were part of an answer: not white space, comments or pings that keep a connection alive. */
  spoke = false;

  constructor(signs: StreamSigns) {
    this.#signs = signs;
  }

  see(bytes: Uint8Array): void {
    if (this.#isStream === false) {
      this.spoke = bytes.some((byte) => byte > SPACE);
      return;
    }
    const text = this.#tail + this.#decoder.decode(bytes, { stream: true });
    if (this.#isStream === null && text.trim() === '') {
      this.spoke = false;
      return;
    }
    if (this.#isStream === null && text.trimStart().length < LONGEST_FIELD && !START.test(text)) {
      this.#tail = text;
      this.spoke = true;
      return;
    }
    this.#isStream ??= START.test(text);
    if (!this.#isStream) {
      this.spoke = true;
      return;
    }
    const { finished, done } = this;
    const { part, finish, end } = this.#signs;
    this.finished ||= finish.test(text) || ERROR.test(text);
    this.done ||= end?.test(text) === true;
    this.spoke = finished !== this.finished || done !== this.done || part.test(text);
    this.#tail = text.slice(-OVERLAP);
  }
}
