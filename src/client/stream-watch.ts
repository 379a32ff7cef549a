/** How the first bytes of an event stream look, whatever its content type says. */
const START = /^\uFEFF?\s*(?:data|event|id|retry)?:/;
const FINISH = /"finish_reason"\s*:\s*"[^"]/;
const DONE = /(?:^|\n)data:\s*\[DONE\]/;
/** Longer than either pattern, so that none is missed where two chunks meet. */
const OVERLAP = 64;

/** Sees in passing how far an event stream has come, without reading it. */
export class StreamWatch {
  #decoder = new TextDecoder();
  #tail = '';
  #isStream: boolean | null = null;
  finished = false;
  done = false;

  see(bytes: Uint8Array): void {
    if (this.done || this.#isStream === false) return;
    const text = this.#tail + this.#decoder.decode(bytes, { stream: true });
    this.#isStream ??= START.test(text);
    if (!this.#isStream) return;
    this.finished ||= FINISH.test(text);
    this.done = DONE.test(text);
    this.#tail = text.slice(-OVERLAP);
  }
}
