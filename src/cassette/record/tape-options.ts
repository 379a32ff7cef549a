import type { CapturedExchange } from '../../domain/recording.ts';
import type { AttachPlace } from './attach-place.ts';
import type { PathRules } from './request-paths.ts';

/** `none` (or `replay`) never reaches the network; `missing` replays what is recorded and records the rest; `all` records everything anew. */
export type AttachMode = 'none' | 'replay' | 'missing' | 'all';

export interface TapeOptions extends PathRules {
  /**
   * Origins whose requests are answered, or base URLs on them: `https://api.openai.com/v1`. Default: the APIs of OpenAI, Anthropic
   * and Gemini, and what the base URL variables of their SDKs name.
   */
  readonly origins?: readonly string[];
  /** The older form, for one origin: its callers look at `misses` after `close`, which is not strict. Default: `origins`. */
  readonly origin?: string;
  /** Default: what the variable TOOLTAPE_RECORD says, else `missing`, and in CI `none`. */
  readonly mode?: AttachMode;
  /** Whether `close` rejects when a request missed. Default: true; false with `origin`. */
  readonly strict?: boolean;
  /** The trial of requests that have no header `x-tooltape-trial`. Default: 1. */
  readonly trial?: number;
  /** Values that must not get into the file; common shapes of keys never do. Default: none. */
  readonly secrets?: readonly string[];
  /** What these find must not get into the file. Default: nothing. */
  readonly redact?: readonly RegExp[];
  /** What does not count of a request: paths of its body (`messages[*].name`), and what an expression finds in its texts. Default: nothing. */
  readonly ignore?: readonly (string | { readonly text: RegExp })[];
  /**
   * What a replay may reach all the same: `localhost:5432`, the path of a Unix socket; `processes` for child processes and threads.
   * Default: nothing.
   */
  readonly allow?: readonly string[];
  /** Decides which exchanges are kept. Default: finished responses, and refusals that blame the request. */
  readonly keep?: (exchange: CapturedExchange) => boolean;
  /** How to record anew, for the text of a miss: `TOOLTAPE_RECORD=all npx vitest run`. Default: a sentence about `mode`. */
  readonly recordCommand?: string;
  /** The value of the variable NOCK_OFF, which must not be set. Default: not set. */
  readonly nockOff?: string | undefined;
}

export type AttachOptions = AttachPlace & TapeOptions;

/** The world outside, passed in. */
export interface AttachEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Tells this cassette from all others that are attached: stands in its lock. */
  readonly id: string;
  /** The mode where the options name none. */
  readonly mode: AttachMode;
  /** Base URLs where the options name none. */
  readonly origins: readonly string[];
  /** Another program records into the file, and is waited for: the path of its lock, and who holds it. */
  readonly onWait: (lock: string, holder: string) => void;
  /** Tells a person, in one line, that something is recorded. */
  readonly notify: (text: string) => void;
}
