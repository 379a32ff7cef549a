import { hostAndPort } from '../domain/platform/host-and-port.ts';
/** System and TLS error codes with their meanings for users. */
const MEANINGS: { readonly [code: string]: string } = {
  ECONNREFUSED: 'refused the connection: is it running, and is the port right?',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
  ENOTFOUND: 'has no such host name: check the base URL',
  EAI_AGAIN: 'could not be looked up: is the network up?',
  ETIMEDOUT: 'did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'did not answer in time',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached: is the network up?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS: try http:// in the base URL',
};
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/**
 * Describes a connection error in one sentence that names host and port. `retryable` is true where another attempt can help.
 */
export function describeNetworkError(error: unknown, baseUrl: string): { message: string; retryable: boolean } {
  const { code, text } = innermost(error);
  const where = hostAndPort(baseUrl);
  if (code !== null && CERTIFICATE.test(code)) {
    const meaning = MEANINGS[code] ?? 'has a certificate that is not trusted';
    return { message: `${where} ${meaning} (${code})`, retryable: false };
  }
  // No code: https://fetch.spec.whatwg.org/#port-blocking
  if (text === 'bad port') {
    return {
      message: `${where} has a port that fetch never asks: let the gateway listen on another`,
      retryable: false,
    };
  }
  const meaning = code === null ? undefined : MEANINGS[code];
  if (meaning !== undefined) return { message: `${where} ${meaning} (${code})`, retryable: true };
  return {
    message: `the connection to ${where} failed: ${code === null ? text : `${text} (${code})`}`,
    retryable: true,
  };
}

function innermost(error: unknown): { code: string | null; text: string } {
  let code: string | null = null;
  let text = '';
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    text = current.message || text;
    if ('code' in current && typeof current.code === 'string') code = current.code;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return { code, text: text === '' ? String(error) : text };
}
