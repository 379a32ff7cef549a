import type { RawBody, RawResponse, Reading } from '../../domain/wire.ts';
import { nestsDeeper, textNestsDeeper } from '../../json/depth.ts';
import { fault } from '../errors/fault.ts';
import type { Protocol } from '../protocol.ts';
import type { ReadContext } from '../read-context.ts';

/** Most levels of nesting in a body. `JSON.parse` reads more, but recursive functions would run out of stack. */
export const DEEPEST_BODY = 256;
/** Most calls in one answer. */
const MOST_CALLS = 1000;

/** The protocol with limits on nesting and on calls. A body beyond them is a malformed response. */
export function withinLimits(protocol: Protocol): Protocol {
  return {
    ...protocol,
    read(response, context) {
      if (isTooDeep(response.body)) {
        return malformed(`the body nests deeper than ${DEEPEST_BODY} levels`, response, context);
      }
      const reading = protocol.read(response, context);
      if (!reading.ok || reading.calls.length <= MOST_CALLS) return reading;
      return malformed(`the answer makes ${reading.calls.length} calls, more than ${MOST_CALLS}`, response, context);
    },
  };
}

function isTooDeep(body: RawBody): boolean {
  if (body.kind === 'json') return nestsDeeper(body.value, DEEPEST_BODY);
  if (body.kind === 'base64') return textNestsDeeper(Buffer.from(body.data, 'base64').toString('latin1'), DEEPEST_BODY);
  return textNestsDeeper(body.text, DEEPEST_BODY, body.kind === 'sse');
}

function malformed(what: string, { status }: RawResponse, context: ReadContext): Reading {
  return fault('malformed-response', what, { retryable: false, status }, context, []);
}
