/** Splits text that arrives in pieces into lines. */
export interface Lines {
  /** Adds text. Returns false once there is more than `most` characters. */
  add(text: string): boolean;
  /** Ends the text. */
  close(): void;
  /** The next line that is not blank; null after the last. */
  next(): Promise<string | null>;
  /** The whole text. */
  all(): string;
}

export function createLines(most: number): Lines {
  let text = '';
  let read = 0;
  let closed = false;
  let wake: (() => void) | null = null;
  const take = (): string | null => {
    for (;;) {
      const end = text.indexOf('\n', read);
      if (end === -1 && !(closed && read < text.length)) return null;
      const line = text.slice(read, end === -1 ? undefined : end).trim();
      read = end === -1 ? text.length : end + 1;
      if (line !== '') return line;
    }
  };
  return {
    add(piece) {
      if (text.length + piece.length > most) return false;
      text += piece;
      wake?.();
      return true;
    },
    close() {
      closed = true;
      wake?.();
    },
    async next() {
      for (;;) {
        const line = take();
        if (line !== null || closed) return line;
        await new Promise<void>((done) => {
          wake = done;
        });
        wake = null;
      }
    },
    all: () => text,
  };
}
