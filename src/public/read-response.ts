import { toRawBody } from '../cassette/format/body.ts';
import { keptHeaders } from '../cassette/format/kept-headers.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { ProtocolName } from '../domain/protocol.ts';
import type { RawResponse, Reading } from '../domain/wire.ts';
import type { JsonObject } from '../json/json.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import { oneOf, OBJECT, TEXT, whole, type OptionRule } from './checks/rules.ts';
import { endpointAtEnd, protocolFor, protocolNamed, SPOKEN } from '../protocol/protocols.ts';

const RESPONSE: OptionRule = {
  says: 'a Response of fetch, or { status, headers, body }',
  accepts: (value) =>
    value instanceof Response || (OBJECT.accepts(value) && OBJECT.accepts((value as { body?: unknown }).body)),
};

/** The request of the response. */
export interface ResponseContext {
  /** Protocol of the response. Default: by its URL, else `chat`. */
  readonly protocol?: ProtocolName;
  /** Path of the request: `/chat/completions`. Default: from the response's URL, else a path of the protocol. */
  readonly endpoint?: string;
  /** Body of the request. Default: unknown, so the checks for the requested model and for undeclared tools do not run. */
  readonly request?: JsonObject;
  /** Number of the request in its conversation, from 1. It becomes a part of substitute ids. Default: 1. */
  readonly step?: number;
}

/**
 * Reads what a model answered, with the wire checks, in any of the four protocols, streamed or not.
 *
 * Returns the text, calls, usage (tokens) and findings (`ok: true`), or the error and findings of a response that cannot be judged
 * (`ok: false`). It never throws for what a server sent, whatever the bytes are.
 * Errors: USAGE for a `Response` whose body was read before: give a `clone()`.
 *
 * @example
 * const reading = await readResponse(await fetch(url, { method: 'POST', body: JSON.stringify(request) }), { request });
 * if (reading.ok) console.log(reading.calls, reading.findings);
 */
export async function readResponse(response: Response | RawResponse, context: ResponseContext = {}): Promise<Reading> {
  expectArgument('readResponse', 'response', response, RESPONSE);
  checkOptions('readResponse', context, {
    protocol: oneOf(...SPOKEN),
    endpoint: TEXT,
    request: OBJECT,
    step: whole(1),
  });
  const path = 'url' in response ? (URL.parse(response.url)?.pathname ?? '') : '';
  const own = context.endpoint ?? endpointAtEnd(path);
  const protocol = context.protocol === undefined ? protocolFor(own ?? '') : protocolNamed(context.protocol);
  const raw = response instanceof Response ? await received(response) : response;
  const asked = { endpoint: own ?? protocol.example, body: context.request ?? {} };
  const known = protocol.contextOf(asked, context.step ?? 1);
  const stream = raw.body.kind === 'sse';
  return protocol.read(raw, context.request === undefined ? { ...known, requestedModel: '', stream } : known);
}

async function received(response: Response): Promise<RawResponse> {
  if (response.bodyUsed) {
    throw new TooltapeError('USAGE', 'readResponse: the body of the response was read before', {
      remedy: 'Give response.clone() to whoever reads it first.',
    });
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: keptHeaders(response.headers, response.status),
    body: toRawBody(bytes, response.headers.get('content-type') ?? ''),
  };
}
