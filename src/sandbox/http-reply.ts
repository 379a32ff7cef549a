/** A response of the sandbox: always complete, so that it is sent in one piece. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: { readonly [name: string]: string };
}

const JSON_TYPE = 'application/json';

/** Status 200 with a JSON body. */
export function jsonReply(body: string): Reply {
  return { status: 200, contentType: JSON_TYPE, body };
}

/** Status 200 with an event stream. */
export function eventReply(body: string): Reply {
  return {
    status: 200,
    contentType: 'text/event-stream; charset=utf-8',
    body,
    headers: { 'cache-control': 'no-cache' },
  };
}

/** An error in the shape of the OpenAI API. */
export function errorReply(
  status: number,
  code: string,
  message: string,
  param: string | null = null,
  headers: { readonly [name: string]: string } = {},
): Reply {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  return { status, contentType: JSON_TYPE, body: JSON.stringify({ error: { message, type, param, code } }), headers };
}
