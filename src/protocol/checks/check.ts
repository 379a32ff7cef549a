import type { RawResponse, Reading, Severity } from '../../domain/wire.ts';
import type { ReadContext } from '../read-context.ts';

/** A check on the wire: a row of `../checks.ts`. What must hold in a protocol's own words stands in `Protocol.checks`. */
export interface Check {
  /** As run files, reports and gates name it. */
  readonly code: string;
  /** The rule, in words that fit every protocol. */
  readonly says: string;
  /** When a finding is breaking, degrading or cosmetic. */
  readonly severity: string;
  /** Public reports of the fault, or documentation of the rule. */
  readonly evidence: readonly string[];
  /** It compares two answers, and is in no count of answers. */
  readonly compares?: true;
  /**
   * What is wrong with an answer once it is read, whatever its protocol; left out where the readers report it on the way. Pure, and
   * never throws.
   */
  readonly look?: (answer: CheckedAnswer) => Iterable<CheckFinding>;
}

/** An answer that a check looks at. */
export interface CheckedAnswer {
  readonly response: RawResponse;
  readonly reading: Reading;
  /** What was asked. */
  readonly context: ReadContext;
}

/** What a check found. */
export interface CheckFinding {
  readonly severity: Severity;
  /** One sentence: what was seen, where. */
  readonly message: string;
  /** What shows it, as received: a text, or a value that is shown as JSON. */
  readonly evidence: unknown;
}
