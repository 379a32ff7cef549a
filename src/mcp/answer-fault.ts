import { isObject, joinPath } from '../json/json.ts';
import { shortJson } from '../text/shorten.ts';

/** Most characters of an answer in a message. */
const SHOWN = 300;
/** How the client begins to tell of an answer that does not fit. */
const INVALID = 'Invalid result for ';

/**
 * What is wrong with an answer that a server sent over its standard output; null for an answer as MCP wants it, and for messages that
 * are no answers. The client ignores such answers, and would wait for another one until the time-out.
 */
export function answerFault(message: unknown): string | null {
  if (!isObject(message) || 'method' in message) return null;
  const { id, result, error } = message;
  if ((typeof id !== 'number' && typeof id !== 'string') || (result === undefined && error === undefined)) return null;
  const found = `found ${shortJson(message, SHOWN)}`;
  if (result !== undefined && error !== undefined) return `it sent an answer with both "result" and "error": ${found}`;
  if (error === undefined) return isObject(result) ? null : `it sent an answer whose "result" is no object: ${found}`;
  if (isObject(error) && Number.isInteger(error['code']) && typeof error['message'] === 'string') return null;
  return `it sent an error without a "code" (an integer) and a "message" (a text): ${found}`;
}

/**
 * A sentence on an error of the client that shows what the server answered: `it answered with HTTP 503: busy`; null for other errors.
 */
export function answeredWith(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const said = httpAnswer(at) ?? invalidAnswer(at);
    if (said !== null) return said;
  }
  return null;
}

function httpAnswer(error: Error & { readonly data?: unknown }): string | null {
  const { status, text } = isObject(error.data) ? error.data : {};
  if (typeof status !== 'number') return null;
  // The client refuses a redirect to another origin, and says where it leads.
  const redirect = error.message.indexOf('Redirect to ');
  const answer = redirect === -1 ? text : error.message.slice(redirect).split('; ', 1)[0];
  const body = typeof answer === 'string' ? answer.trim().slice(0, SHOWN) : '';
  return `it answered with HTTP ${status}${body === '' ? '' : `: ${body}`}`;
}

/** One place of the answer that does not fit, as the client's validator tells it. */
interface Misfit {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** For a value that may have several forms: what is wrong with it in each of them. */
  readonly errors?: readonly (readonly Misfit[])[];
}

function invalidAnswer(error: Error): string | null {
  const misfits = misfitsIn(error.message);
  if (misfits === null) {
    // The client's validator met a message that is none of MCP at all.
    return 'issues' in error && Array.isArray(error.issues) ? 'it answers, but not with messages of MCP' : null;
  }
  const [first] = misfits.listed;
  if (first === undefined) return null;
  const { path, message } = closest(first);
  const place = path.reduce<string>((at, key) => joinPath(at, key), '');
  return `its answer to ${misfits.method} is none of MCP: ${place === '' ? '' : `${place}: `}${message.replace(/^Invalid input: /, '')}`;
}

/** Reads `Invalid result for tools/list: [{…}]`, the message of the client for an answer that does not fit; null for another message. */
function misfitsIn(message: string): { readonly method: string; readonly listed: readonly Misfit[] } | null {
  const border = message.indexOf(': [');
  if (!message.startsWith(INVALID) || border === -1) return null;
  try {
    return { method: message.slice(INVALID.length, border), listed: JSON.parse(message.slice(border + 2)) as Misfit[] };
  } catch {
    return null;
  }
}

/** The misfit of the form that the value comes closest to: one whose `type` fits. */
function closest({ path, message, errors = [] }: Misfit): Misfit {
  const ofType = errors.find((form) => form.every((misfit) => misfit.path[0] !== 'type'));
  const [inner] = ofType ?? [];
  if (inner === undefined) {
    const isUnknown = errors.length > 0 && errors.every((form) => form.some((misfit) => misfit.path[0] === 'type'));
    return { path: isUnknown ? [...path, 'type'] : path, message: isUnknown ? 'no type that MCP knows' : message };
  }
  const found = closest(inner);
  return { path: [...path, ...found.path], message: found.message };
}
