/** A buffer used again and again to put one text together at a time. */
export interface Scratch {
  start(): void;
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** What was put together; valid until the next start. */
  written(): Uint8Array;
}

export function createScratch(): Scratch {
  let buffer = Buffer.allocUnsafeSlow(16_384);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow((length + more) * 2);
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  return {
    start() {
      length = 0;
    },
    text(text) {
      reserve(text.length * 3);
      length += buffer.write(text, length);
    },
    bytes(bytes) {
      reserve(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    written: () => buffer.subarray(0, length),
  };
}
