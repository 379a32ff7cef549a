import type { TrialErrorCode } from '../../domain/wire.ts';

/** What a class of provider errors means. The provider's text gives the class. */
export interface ErrorMeaning {
  readonly about: string;
  /** The trial error code; null where the status decides. */
  readonly code: TrialErrorCode | null;
  /** True where another attempt can help; null where the status decides. */
  readonly retryable: boolean | null;
}

export type ErrorClass =
  | 'spent'
  | 'unaffordable'
  | 'daily'
  | 'quota'
  | 'rate'
  | 'oversized'
  | 'overloaded'
  | 'loading'
  | 'key'
  | 'challenge'
  | 'region'
  | 'model'
  | 'routing'
  | 'endpoint'
  | 'content'
  | 'max-tokens'
  | 'context'
  | 'no-tools'
  | 'other-protocol'
  | 'parameter';

/** The meaning of each class of `error-words.ts`. */
export const ERROR_CLASSES: { readonly [name in ErrorClass]: ErrorMeaning } = {
  unaffordable: { about: 'the account cannot pay for so many tokens', code: 'quota', retryable: false },
  spent: { about: 'the account is spent', code: 'quota', retryable: false },
  daily: { about: 'the allowance of a day, week or month is used up', code: 'rate-limit', retryable: false },
  quota: {
    about: 'a quota is exceeded: that of a minute under status 429, else the account is spent',
    code: null,
    retryable: null,
  },
  rate: { about: 'a rate limit', code: 'rate-limit', retryable: true },
  oversized: { about: 'one request counts more tokens than a minute allows', code: 'rate-limit', retryable: false },
  overloaded: { about: 'too many requests at this moment', code: null, retryable: true },
  loading: { about: 'the model is still being loaded', code: 'provider-error', retryable: true },
  key: { about: 'the key is refused', code: 'auth', retryable: false },
  challenge: { about: 'a bot check or firewall stands before the gateway', code: 'provider-error', retryable: false },
  region: { about: 'the provider does not serve this region', code: null, retryable: false },
  model: { about: 'the model is not served', code: 'not-found', retryable: false },
  routing: { about: "the account's settings leave no provider for the model", code: 'not-found', retryable: false },
  endpoint: { about: 'the address is not an endpoint of the API', code: 'not-found', retryable: false },
  content: { about: 'a content filter withheld the answer', code: 'filtered', retryable: false },
  'max-tokens': { about: 'max_tokens is more than the model takes', code: 'refused', retryable: false },
  context: { about: 'the request is longer than the context of the model', code: null, retryable: false },
  'no-tools': { about: 'the model or its server takes no tools', code: 'refused', retryable: false },
  'other-protocol': { about: 'the model takes tools in another protocol', code: 'refused', retryable: false },
  parameter: { about: 'a parameter, a tool or a schema is refused', code: 'refused', retryable: false },
};

/** Codes and phrases that providers use for one class of errors. */
export interface ErrorWords {
  readonly means: ErrorClass;
  /** Whole codes or types, in either case. `…` and `(a|b)` mean the same as in phrases. */
  readonly codes: readonly string[];
  /** Phrases of the message or of its details; see `wordPattern`. */
  readonly phrases: readonly string[];
}
