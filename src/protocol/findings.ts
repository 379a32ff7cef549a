import type { Severity, WireCheck, WireFinding } from '../domain/wire.ts';

const EXCERPT_LIMIT = 160;

/** The finding list of one response while it is read. */
export type Findings = WireFinding[];

/**
 * Adds a finding, once per check and message: a quirk that stands in every chunk is one finding.
 * `evidence` is what shows it, as received.
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
  return shorten(typeof evidence === 'string' ? evidence : (JSON.stringify(evidence) ?? ''), EXCERPT_LIMIT);
}

/** Cuts a text to `limit` UTF-16 units, never through a character. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
