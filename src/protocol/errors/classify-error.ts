import type { TrialErrorCode } from '../../domain/wire.ts';
import { ERROR_CLASSES, type ErrorClass } from './error-classes.ts';
import { classOfWords } from './error-words.ts';
import type { ProviderError } from './error-body.ts';

/** What an error means: the kind of trial error, and whether asking again can help. */
export interface ErrorKind {
  readonly code: TrialErrorCode;
  readonly retryable: boolean;
  /** What the provider's words say it is about; null where they say nothing that changes the advice. */
  readonly cause: ErrorClass | null;
}

/** What status alone says. `retryable` is false where asking again brings the same answer. */
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

/** Under 429 the words of a limit count; a parameter or key that the text names is seldom what it is about. */
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
/** A server that fails for a moment writes of anything; these it means. */
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
/** A permission that is missing is often told in terms of what it is for. */
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

/** What the words of an error say it is about; null where they say nothing. */
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
  // What is missing is the thing that the path names; a parameter is refused with another status.
  if ((status === 404 || status === 405) && cause === 'parameter') return null;
  return cause;
}

function quotaKind(status: number | null, error: ProviderError, namesWait: boolean): ErrorKind {
  if (status !== 429) return { code: 'quota', retryable: false, cause: 'spent' };
  // OpenAI says so of a spent account, Gemini of the limit of a minute: Gemini names the wait.
  const spent = !namesWait && /exceeded (?:your|its|the) current quota/i.test(error.message);
  if (spent) return { code: 'quota', retryable: false, cause: 'spent' };
  return { code: 'rate-limit', retryable: !isOfTheDay(error), cause: 'quota' };
}

/** Gemini names a wait of seconds beside the limit of a day. */
function isOfTheDay(error: ProviderError): boolean {
  return error.reasons.some((reason) => /PerDay/i.test(reason));
}
