/** A kind of key that is recognised by its shape alone, without knowing its value: one row of the table in docs/security.md. */
export interface SecretShape {
  readonly vendor: string;
  readonly name: string;
  /**
   * The whole shape: prefix, alphabet, length, and the end. Every repetition has an upper bound, so that a search takes linear
   * time. Where a group `secret` exists, only the group is hidden.
   */
  readonly pattern: RegExp;
  /** Further test of a match: false for a value that is no key. `before` is the text before it. */
  readonly accept?: (secret: string, before: string) => boolean;
  /** `true` allows any character before the key. Default: no letter or digit. */
  readonly anywhere?: true;
  /** URL of the page that documents the shape. */
  readonly source: string;
}
