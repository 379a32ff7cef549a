import type { Json } from '../json/json.ts';
import { shorten, shortJson } from '../text/shorten.ts';
import type { Severity, WireCheck, WireFinding } from '../domain/wire.ts';

const EXCERPT_LIMIT = 160;
/** Characters that `shortJson` may add beyond its limit. */
const MARKS = 30;

/** The finding list of one response while it is read. */
export type Findings = WireFinding[];

/**
 * Adds a finding, unless one of equal check and message is there: a fault in every chunk is one finding. `evidence` is the
 * received text or value that shows it.
 */
export function report(
  findings: Findings,
  check: WireCheck,
  severity: Severity,
  message: string,
  evidence: unknown,
): void {
  if (findings.some((known) => known.check === check && known.message === message)) return;
  findings.push({ check, severity, message, excerpt: excerptOf(evidence) });
}

/** At most 160 characters of a value as JSON, or of a text. */
function excerptOf(evidence: unknown): string {
  if (evidence === undefined) return '';
  if (typeof evidence === 'string') return shorten(evidence, EXCERPT_LIMIT);
  return shorten(shortJson(evidence as Json, EXCERPT_LIMIT - MARKS), EXCERPT_LIMIT);
}
