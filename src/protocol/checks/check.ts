import type { RawResponse, Reading, Severity } from '../../domain/wire.ts';
import type { ReadContext } from '../read-context.ts';

/** A wire check: a row of `../checks.ts`. `Protocol.checks` says in the words of a protocol what the check demands there. */
export interface Check {
  /** The code in run files, reports and gates. */
  readonly code: string;
  /** The rule, in words that fit every protocol. */
  readonly says: string;
  /** When a finding is breaking, degrading or cosmetic. */
  readonly severity: string;
  /** Public reports of the fault, or documentation of the rule. */
  readonly evidence: readonly string[];
  /** True for a check that compares two answers. It does not count among the checks of an answer. */
  readonly compares?: true;
  /**
   * Yields the findings of a read answer in any protocol. Pure, and never throws. Absent where the readers report the findings
   * themselves.
   */
  readonly look?: (answer: CheckedAnswer) => Iterable<CheckFinding>;
}

/** An answer with its request, for a check. */
export interface CheckedAnswer {
  readonly response: RawResponse;
  readonly reading: Reading;
  /** Facts of the request. */
  readonly context: ReadContext;
}

/** A finding of a check. */
export interface CheckFinding {
  readonly severity: Severity;
  /** One sentence: the fault and its place. */
  readonly message: string;
  /** The received text or value that shows the fault. A value is shown as JSON. */
  readonly evidence: unknown;
}
