import type { TurnAnswer } from './build-transcript.ts';

/** Kind of the single fault of a mutant: `call-dropped`. The rows of `mutations.ts` list all. */
export type MutantKind = string;

/** A right answer with one fault. */
export interface Mutant<Kind extends MutantKind = MutantKind> {
  readonly kind: Kind;
  /** Place of the fault inside the scenario: `expect.calls[0].arguments.unit`. */
  readonly path: string;
  readonly answer: TurnAnswer;
  /**
   * True when the author allows this fault by `$any`, `$optional` or `extra: allow`. Such a mutant counts neither as killed nor
   * as survived.
   */
  readonly deliberate: boolean;
  /** The sentence about the expectation if the mutant survives: ``get_weather: `unit` may be anything``. */
  readonly meaning: string;
}
