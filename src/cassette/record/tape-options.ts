import type { CapturedExchange } from '../../domain/recording.ts';
import type { AttachPlace } from './attach-place.ts';
import type { PathRules } from './request-paths.ts';

/** `none` (or `replay`) never reaches the network; `missing` replays what is recorded and records the rest; `all` records everything anew. */
export type AttachMode = 'none' | 'replay' | 'missing' | 'all';

export interface TapeOptions extends PathRules {
  /**
   * Origins whose requests are answered, or base URLs on them: `https://api.openai.com/v1`. Default: the APIs of OpenAI,
   * Anthropic and Gemini, and the values of their SDKs' base URL variables.
   */
  readonly origins?: readonly string[];
  /**
   * Older form of `origins`, for one origin. With it `close` does not reject, because its callers look at `misses` themselves.
   * Default: `origins`.
   */
  readonly origin?: string;
  /** Mode of the tape. Default: the variable TOOLTAPE_RECORD, else `missing`, and in CI `none`. */
  readonly mode?: AttachMode;
  /** True to reject in `close` when a request had no recording. Default: true; false with `origin`. */
  readonly strict?: boolean;
  /** The trial of requests that have no header `x-tooltape-trial`. Default: 1. */
  readonly trial?: number;
  /** Values that must not get into the file. Common shapes of keys are always redacted. Default: none. */
  readonly secrets?: readonly string[];
  /** Expressions whose matches must not get into the file. Default: none. */
  readonly redact?: readonly RegExp[];
  /**
   * Parts of a request that do not count: paths in its body (`messages[*].name`), and matches of an expression in its texts.
   * Default: none.
   */
  readonly ignore?: readonly (string | { readonly text: RegExp })[];
  /**
   * Addresses that a replay may reach: `localhost:5432`, or the path of a Unix socket; `processes` allows child processes and
   * threads. Default: none.
   */
  readonly allow?: readonly string[];
  /** True for an exchange to keep. Default: finished responses, and refusals that blame the request. */
  readonly keep?: (exchange: CapturedExchange) => boolean;
  /** How to record anew, for the text of a miss: `TOOLTAPE_RECORD=all npx vitest run`. Default: a sentence about `mode`. */
  readonly recordCommand?: string;
  /** Value of the variable NOCK_OFF, which must not be set because nock would let all requests pass. Default: not set. */
  readonly nockOff?: string | undefined;
}

export type AttachOptions = AttachPlace & TapeOptions;

/** Clock, ids and notices, which the caller passes in. */
export interface AttachEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Id of this attachment, which its lock file holds. */
  readonly id: string;
  /** Mode for options without `mode`. */
  readonly mode: AttachMode;
  /** Base URLs for options without `origins`. */
  readonly origins: readonly string[];
  /** Called while another program records into the file: with the path of its lock, and the process that holds it. */
  readonly onWait: (lock: string, holder: string) => void;
  /** Gives SDKs a key where the user has set none. Returns a function that takes it back. */
  readonly lendKeys: () => () => void;
  /** Prints a line for the user that something is recorded. */
  readonly notify: (text: string) => void;
}
