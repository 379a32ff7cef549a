import type { WireFault } from '../../domain/wire.ts';
import { fault } from '../errors/fault.ts';
import { report, type Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';

/** The fault of an event stream of another API. `wanted` names an answer of the protocol. */
export function foreignStream(
  foreign: string,
  wanted: string,
  status: number,
  context: ReadContext,
  findings: Findings,
): WireFault {
  const what = `the stream is an answer of ${foreign}, not ${wanted}`;
  report(findings, 'framing', 'breaking', what, 'data: …');
  return fault('malformed-response', what, { retryable: false, status }, context, findings);
}
