import type { TrialErrorCode } from '../../domain/wire.ts';
import { ERROR_CLASSES, type ErrorClass } from './error-classes.ts';
import { classOfWords } from './error-words.ts';
import type { ProviderError } from './error-body.ts';

/** What an error means: the kind of trial error, and whether asking again can help. */
export interface ErrorKind {
  readonly code: TrialErrorCode;
  readonly retryable: boolean;
  /** The class that the provider's words tell; null where they tell none. */
  readonly cause: ErrorClass | null;
}

/** The meaning of each status without words. `retryable` is false where another attempt would bring the same answer. */
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

/** Classes that count under status 429. A parameter or key that the text of a rate limit names is seldom its cause. */
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
/** Classes that count under 5xx. The texts of a failing server name many other things by chance. */
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
/** Classes that are read as `key` under 403, because texts about a missing permission often name what it is for. */
const NOT_UNDER_403: ReadonlySet<ErrorClass> = new Set(['parameter', 'endpoint', 'context', 'max-tokens']);

/**
 * Tells errors apart: by their words where the status leaves room, else by the status. `status` is null for an error that came
 * inside a 200 or a stream and names none. `namesWait`: the response says when to come back.
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

/** The class that the words of an error tell; null where they tell none. */
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
  // Under 404 the missing thing is the one that the path names, because a refused parameter has another status.
  if ((status === 404 || status === 405) && cause === 'parameter') return null;
  return cause;
}

function quotaKind(status: number | null, error: ProviderError, namesWait: boolean): ErrorKind {
  if (status !== 429) return { code: 'quota', retryable: false, cause: 'spent' };
  // OpenAI uses these words for a spent account, Gemini for a limit a minute. Only Gemini names a wait.
  const spent = !namesWait && /exceeded (?:your|its|the) current quota/i.test(error.message);
  if (spent) return { code: 'quota', retryable: false, cause: 'spent' };
  return { code: 'rate-limit', retryable: !isOfTheDay(error), cause: 'quota' };
}

/** Whether the limit is one a day. Gemini names a wait of some seconds even for that. */
function isOfTheDay(error: ProviderError): boolean {
  return error.reasons.some((reason) => /PerDay/i.test(reason));
}
