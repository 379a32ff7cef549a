/** A parser of an option throws it for a value that it refuses. The command line puts the option and the value before it. */
export class UnexpectedValue extends Error {
  /** What was expected, and what was found where the value does not show it: `a port from 0 to 65535`. */
  readonly expected: string;
  /** What to do; null for a look at the help of the command. */
  readonly remedy: string | null;

  constructor(expected: string, remedy: string | null = null) {
    super(`expected ${expected}`);
    this.expected = expected;
    this.remedy = remedy;
  }
}
