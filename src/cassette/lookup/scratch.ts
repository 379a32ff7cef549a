/** A buffer for building one text after another without a new allocation. */
export interface Scratch {
  start(): void;
  readonly put: (piece: string | Uint8Array) => void;
  /** The bytes of the text so far; valid until the next `start`. */
  written(): Uint8Array;
}

/** A scratch buffer, which grows with the longest text. */
export function createScratch(): Scratch {
  let buffer = Buffer.allocUnsafeSlow(16_384);
  let length = 0;
  /** Characters not yet written to the buffer: a few long writes are faster than many short ones. */
  let waiting = '';
  const reserve = (more: number): void => {
    if (length + more <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow((length + more) * 2);
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  const encode = (): void => {
    if (waiting === '') return;
    reserve(waiting.length * 3);
    length += buffer.write(waiting, length);
    waiting = '';
  };
  return {
    start() {
      length = 0;
      waiting = '';
    },
    put(piece) {
      if (typeof piece === 'string') {
        waiting += piece;
        return;
      }
      encode();
      reserve(piece.length);
      buffer.set(piece, length);
      length += piece.length;
    },
    written() {
      encode();
      return buffer.subarray(0, length);
    },
  };
}
