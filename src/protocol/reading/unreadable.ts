import type { Reading } from '../../domain/wire.ts';
import { readError } from '../errors/error-body.ts';
import { fault } from '../errors/fault.ts';
import { report, type Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';
import type { DecodedBody } from '../sse/decode-body.ts';

const KINDS = { html: 'an HTML page', text: 'plain text', binary: 'binary data', empty: 'nothing' } as const;

/** The fault of a 2xx response whose body is neither JSON nor an event stream; `wanted` is what the protocol answers with. */
export function unreadable(
  body: Extract<DecodedBody, { kind: keyof typeof KINDS }>,
  status: number,
  wanted: string,
  context: ReadContext,
  findings: Findings,
): Reading {
  const what = `the body is ${KINDS[body.kind]}, not ${wanted}`;
  report(findings, 'framing', 'breaking', what, body.text);
  // An empty body is a connection that was closed; a page is there again when asked again.
  const retryable = body.kind === 'empty';
  const { message: text } = readError(body.text);
  return fault('malformed-response', what, { text, retryable, status }, context, findings);
}
