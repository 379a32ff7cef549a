/** A key that is told by its form alone, without its value being known: one row of the table in docs/security.md. */
export interface Shape {
  readonly vendor: string;
  readonly name: string;
  /**
   * The whole form: prefix, alphabet and length, with its end. Every repetition has an upper bound, so that looking through
   * a text takes time in proportion to its length. A group `secret` is what is hidden where the rest is only the context.
   */
  readonly pattern: RegExp;
  /** What the form alone does not say: false for a value that is no key. `before` is what stands before it. */
  readonly accept?: (secret: string, before: string) => boolean;
  /** What may stand before it: anything but a letter or digit, unless `anywhere`. */
  readonly anywhere?: true;
  /** Where the form is published. */
  readonly source: string;
}
