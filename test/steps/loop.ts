/** A loop of ours over a text that somebody else wrote, and pieces of texts that are hard for it. */
export interface Loop {
  readonly name: string;
  /** Imports the code, and returns what runs it on a text. */
  readonly load: () => Promise<(text: string) => unknown>;
  /** Texts are made of these, again and again. */
  readonly pieces: readonly string[];
  /** What stands around them. */
  readonly around?: readonly [before: string, after: string];
}
