import type { TurnAnswer } from './build-transcript.ts';

export const MUTANT_KINDS = [
  'call-dropped',
  'call-doubled',
  'tool-swapped',
  'argument-removed',
  'value-changed',
  'type-changed',
  'case-changed',
  'enum-outside',
  'argument-added',
  'call-added',
  'call-unwanted',
  'order-reversed',
  'order-merged',
  'answer-changed',
] as const;
/** What is wrong with a mutant: one fault each. */
export type MutantKind = (typeof MUTANT_KINDS)[number];

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
