import { parseObject } from '../../json/parse.ts';
import type { Reading } from '../../domain/wire.ts';
import { isBareError, readError } from '../errors/error-body.ts';
import { fault, toldError } from '../errors/fault.ts';
import { foreignProtocol } from '../errors/foreign-body.ts';
import { report, type Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';
import type { DecodedBody } from '../sse/decode-body.ts';

const KINDS = { html: 'an HTML page', text: 'plain text', binary: 'binary data', empty: 'nothing' } as const;
const COMPRESSED_ADVICE =
  'Something between the gateway and here took its content-encoding header away: check the proxy.';
const CUT_ADVICE = 'The answer was cut on its way.';

/** The fault of a 2xx response whose body is neither JSON nor an event stream, in the protocol `own`. `what` names its answers. */
export function readUnreadable(
  body: Exclude<DecodedBody, { kind: 'json' | 'sse' }>,
  status: number,
  { own, what: wanted }: { readonly own: string; readonly what: string },
  context: ReadContext,
  findings: Findings,
): Reading {
  if (body.kind === 'cut') {
    report(findings, 'framing', 'breaking', 'the JSON of the body breaks off', body.text.slice(-160));
    const options = { retryable: true, status, advice: CUT_ADVICE };
    return fault('malformed-response', 'the JSON of the body breaks off', options, context, findings);
  }
  if (body.kind === 'compressed') {
    const what = `the body is compressed (${body.text}), and no header says so`;
    report(findings, 'framing', 'breaking', what, body.text);
    const options = { retryable: false, status, advice: COMPRESSED_ADVICE };
    return fault('malformed-response', what, options, context, findings);
  }
  if (body.kind === 'text' && isBareError(body.text)) {
    report(findings, 'error-shape', 'breaking', `an error comes with status ${status}, as plain text`, body.text);
    return toldError('provider-error', `the gateway answered ${status} with an error`, body.text, context, findings);
  }
  const foreign = foreignLines(body.text, own);
  if (body.kind === 'followed' && foreign === null) {
    const told = 'other text follows the JSON of the body';
    report(findings, 'framing', 'breaking', told, body.text.slice(-160));
    return fault('malformed-response', told, { retryable: false, status, advice: null }, context, findings);
  }
  const what = `the body is ${foreign === null ? KINDS[body.kind === 'followed' ? 'text' : body.kind] : `an answer of ${foreign}`}, not ${wanted}`;
  report(findings, 'framing', 'breaking', what, body.text);
  // An empty body comes from a closed connection, so another attempt helps. A page would come again.
  const retryable = body.kind === 'empty';
  const text = foreign === null ? readError(body.text).message : '';
  return fault('malformed-response', what, { text, retryable, status }, context, findings);
}

/** The other API that answers with one JSON text a line (Ollama's own); null for another body. */
function foreignLines(text: string, own: string): string | null {
  const end = text.indexOf('\n');
  if (!text.startsWith('{') || end < 0) return null;
  const first = parseObject(text.slice(0, end));
  return first === null ? null : foreignProtocol(first, own);
}
