import type { Refusal, Serving } from '../protocol/serving.ts';

/** A response of the sandbox. The body is complete, so it is sent in one piece. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: { readonly [name: string]: string };
}

const JSON_TYPE = 'application/json';

/** A response with status 200 and a JSON body. */
export function jsonReply(body: string): Reply {
  return { status: 200, contentType: JSON_TYPE, body };
}

/** A response with status 200 and an event stream. */
export function eventReply(body: string): Reply {
  return {
    status: 200,
    contentType: 'text/event-stream; charset=utf-8',
    body,
    headers: { 'cache-control': 'no-cache' },
  };
}

/** A refusal in the error shape of the protocol. */
export function refusalReply(
  refusal: Refusal,
  serving: Serving,
  headers: { readonly [name: string]: string } = {},
): Reply {
  return { status: refusal.status, contentType: JSON_TYPE, body: serving.writeRefusal(refusal), headers };
}
