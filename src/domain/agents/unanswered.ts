import type { TrialError } from '../wire.ts';

/** The gateway gave no answer to a request of a program. The message is that of `error`. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly error: TrialError;

  constructor(error: TrialError, cause: unknown) {
    super(error.message, { cause });
    this.error = error;
  }
}
