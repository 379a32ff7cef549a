import type { TurnAnswer } from './build-transcript.ts';

/** Faults that `check` puts into right answers, each with what it does. */
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
/** What is wrong with a mutant: one fault each. */
export type MutantKind = keyof typeof MUTATIONS;

/** A right answer with one fault. */
export interface Mutant {
  readonly kind: MutantKind;
  /** Where the fault is, inside the scenario: `expect.calls[0].arguments.unit`. */
  readonly path: string;
  readonly answer: TurnAnswer;
  /** The author allows it in so many words: `$any`, `$optional`, `extra: allow`. It then counts neither way. */
  readonly deliberate: boolean;
  /** What its survival would mean: ``get_weather: `unit` may be anything``. */
  readonly meaning: string;
}
