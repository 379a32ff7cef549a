import type { TurnAnswer } from './build-transcript.ts';

/** Faults that `check` puts into right answers, each with its description. */
export const MUTATIONS = {
  'call-dropped': 'An expected call is left out.',
  'call-doubled': 'An expected call is made twice.',
  'tool-swapped': 'Another tool is called instead.',
  'argument-removed': 'An argument is left out.',
  'value-changed': 'An argument has another value.',
  'type-changed': 'An argument has another JSON type.',
  'case-changed': 'An argument is in another case.',
  'enum-outside': 'An argument is none of the values that its `enum` lists.',
  'argument-added': 'An argument is added that nobody asked for.',
  'call-added': 'Another tool is called as well.',
  'call-unwanted': 'A tool is called where no call is wanted.',
  'order-reversed': 'The steps come in reversed order.',
  'order-merged': 'Calls that depend on each other come in one step.',
  'order-broken': 'A call comes before those that it must follow.',
  'state-changed': 'What the calls leave behind has another value in one place.',
  'state-unchanged': 'The calls leave everything as it was.',
  'answer-changed': 'The final answer says something else.',
} as const;
/** Kind of the single fault of a mutant. */
export type MutantKind = keyof typeof MUTATIONS;

/** A right answer with one fault. */
export interface Mutant {
  readonly kind: MutantKind;
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
