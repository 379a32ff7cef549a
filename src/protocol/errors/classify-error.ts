import type { TrialErrorCode } from '../../domain/wire.ts';
import { ERROR_CLASSES, type ErrorClass } from './error-classes.ts';
import { classOfWords } from './error-words.ts';
import type { ProviderError } from './error-body.ts';

/** The meaning of an error: its trial error code, and whether another attempt can help. */
export interface ErrorKind {
  readonly code: TrialErrorCode;
  readonly retryable: boolean;
  /** The error class that the provider's text names; null where it names none. */
  readonly cause: ErrorClass | null;
}

/**
 * The meaning of each status for an error without a class. `retryable` is false where another attempt would get the same
 * answer.
 */
export const STATUS_KINDS: readonly {
  readonly status: string;
  readonly fits: (status: number) => boolean;
  readonly code: TrialErrorCode;
  readonly retryable: boolean;
}[] = [
  { status: '401, 403', fits: (status) => status === 401 || status === 403, code: 'auth', retryable: false },
  { status: '402', fits: (status) => status === 402, code: 'quota', retryable: false },
  { status: '404, 405', fits: (status) => status === 404 || status === 405, code: 'not-found', retryable: false },
  { status: '408', fits: (status) => status === 408, code: 'timeout', retryable: true },
  { status: '409, 425', fits: (status) => status === 409 || status === 425, code: 'provider-error', retryable: true },
  { status: '429', fits: (status) => status === 429, code: 'rate-limit', retryable: true },
  { status: '501', fits: (status) => status === 501, code: 'provider-error', retryable: false },
  { status: '5xx', fits: (status) => status >= 500, code: 'provider-error', retryable: true },
  { status: 'others', fits: () => true, code: 'provider-error', retryable: false },
];

/** Classes that may override status 429. The text of a rate limit often names a parameter or key that is not its cause. */
const UNDER_429: ReadonlySet<ErrorClass> = new Set([
  'spent',
  'unaffordable',
  'daily',
  'quota',
  'oversized',
  'model',
  'loading',
  'overloaded',
  'rate',
]);
/** Classes that may override a 5xx status. The text of a failing server names many other things by chance. */
const UNDER_5XX: ReadonlySet<ErrorClass> = new Set([
  'spent',
  'unaffordable',
  'daily',
  'model',
  'loading',
  'overloaded',
  'rate',
  'challenge',
  'content',
  'context',
  'max-tokens',
]);
const UNDER_401: ReadonlySet<ErrorClass> = new Set(['spent', 'unaffordable', 'model', 'challenge', 'region']);
/**
 * Classes that become `key` under status 403, because a text about a missing permission often names what the permission is for.
 */
const NOT_UNDER_403: ReadonlySet<ErrorClass> = new Set(['parameter', 'endpoint', 'context', 'max-tokens']);

/**
 * The meaning of an error: by its text where the status allows several meanings, else by the status. `status` is null for an
 * error without one inside a 200 response or a stream. `namesWait` is true when the response says how long to wait.
 */
export function classifyError(status: number | null, error: ProviderError, namesWait: boolean): ErrorKind {
  const cause = relevant(status, causeOf(error));
  const byStatus = STATUS_KINDS.find(({ fits }) => fits(status ?? 0)) as (typeof STATUS_KINDS)[number];
  if (cause === null) return { code: byStatus.code, retryable: byStatus.retryable, cause: null };
  if (cause === 'quota') return quotaKind(status, error, namesWait);
  const { code, retryable } = ERROR_CLASSES[cause];
  if (cause === 'daily') return { code: 'rate-limit', retryable: namesWait && !isOfTheDay(error), cause };
  if (cause === 'overloaded') {
    const answered = status !== null && status !== 429 && status < 500 ? 'provider-error' : byStatus.code;
    return { code: answered, retryable: true, cause };
  }
  if (cause === 'region' && (status === 401 || status === 403)) return { code: 'auth', retryable: false, cause };
  return { code: code ?? 'provider-error', retryable: retryable ?? false, cause };
}

/** The error class of a provider's text and codes; null where they name none. */
export function causeOf(error: ProviderError): ErrorClass | null {
  const codes = [error.code, error.type, ...error.reasons].filter((word) => word !== null);
  const cause = classOfWords(codes, error.message);
  return cause === null && error.param !== null ? 'parameter' : cause;
}

function relevant(status: number | null, cause: ErrorClass | null): ErrorClass | null {
  if (cause === null || status === null) return cause;
  if (status === 429) return UNDER_429.has(cause) ? cause : null;
  if (status >= 500) return UNDER_5XX.has(cause) ? cause : null;
  if (status === 401) return UNDER_401.has(cause) ? cause : 'key';
  if (status === 403) return NOT_UNDER_403.has(cause) ? 'key' : cause;
  if (status === 408 || status === 409 || status === 425) return null;
  // Status 404 is about the path, because a refused parameter has another status.
  if ((status === 404 || status === 405) && cause === 'parameter') return null;
  return cause;
}

function quotaKind(status: number | null, error: ProviderError, namesWait: boolean): ErrorKind {
  if (status !== 429) return { code: 'quota', retryable: false, cause: 'spent' };
  // OpenAI uses this phrase for a spent account, Gemini for a limit per minute. Only Gemini says how long to wait.
  const spent = !namesWait && /exceeded (?:your|its|the) current quota/i.test(error.message);
  if (spent) return { code: 'quota', retryable: false, cause: 'spent' };
  return { code: 'rate-limit', retryable: !isOfTheDay(error), cause: 'quota' };
}

/** True for a limit per day. Gemini says to wait some seconds even then. */
function isOfTheDay(error: ProviderError): boolean {
  return error.reasons.some((reason) => /PerDay/i.test(reason));
}
