import { dirname } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import type { Interaction, Mode } from '../../domain/recording.ts';
import type { Miss, Transcript } from '../../domain/transcript.ts';
import { createFileLocks } from '../../files/file-lock.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { lockNetwork } from '../../network/network-lock.ts';
import { refuseNockOff } from '../../network/nock-mount.ts';
import type { TrafficCall, TrafficConversation } from '../../traffic/traffic.ts';
import { readTraffic } from '../../traffic/read-traffic.ts';
import { lockOf } from '../format/file-name.ts';
import { expectCassetteOrNothing } from '../store/own-file.ts';
import { originsOf, placeOf, type TapePlace } from './attach-place.ts';
import { enterTape, openTape, runInTape } from './open-tapes.ts';
import type { AttachEnvironment, AttachMode, AttachOptions } from './tape-options.ts';
import { createTape, trialOf, type MissedRequest } from './tape.ts';

/** A cassette that answers the requests of this process. */
export interface Attached {
  /** The file as the options name it. */
  readonly file: string;
  /** Requests without a recording. Each was answered with status 400, which no client retries, and the text of the miss. */
  readonly misses: readonly MissedRequest[];
  /** Number of answers that were recorded and saved. */
  readonly recorded: number;
  /** Returns what `code` returns. Its requests belong to this tape, which matters where several tapes of one origin are open at once. */
  run<T>(code: () => T): T;
  /** Returns all tool calls so far, with their results, in the order of steps. `trial` defaults to the trial of the options. */
  calls(trial?: number): readonly TrafficCall[];
  /**
   * Returns the traffic so far as one transcript with one turn, whatever conversations it holds. `trial` defaults to the trial of the
   * options.
   */
  transcript(trial?: number): Transcript;
  /** Returns the traffic so far by conversation, each with its turns. `trial` defaults to the trial of the options. */
  conversations(trial?: number): readonly TrafficConversation[];
  /**
   * Detaches from the origins and opens the network again; a later request of the program is told on stderr. With mode `all`, the
   * recording replaces the old file. Errors: OUTPUT; CASSETTE_MISS where `strict` is true and a request had no recording.
   */
  close(): Promise<void>;
  /** Does what `close` does, at the end of a block with `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A tape with further methods for test runners. */
export interface AttachedTape extends Attached {
  /** Makes this the tape of all code that follows in the async context. */
  enter(): void;
  /** The first request without a recording; null without one. */
  readonly miss: Miss | null;
  /** Interactions answered from the recording and recorded so far, in the order of the requests. */
  interactions(trial?: number): readonly Interaction[];
}

/** Files that this process records into. A second recorder in this process would wait for its own lock. */
const recording = new Set<string>();
const MODES: ReadonlySet<AttachMode> = new Set(['none', 'replay', 'missing', 'all']);

/**
 * Records or replays a program that brings its own HTTP client. Every request to the origins through fetch, undici, http or
 * https is answered from the cassette, or recorded into it. Loads nock. Errors: NETWORK_LOCKED under NOCK_OFF, CASSETTE_FORMAT,
 * OUTPUT; USAGE for invalid options, and for a file that this process records already.
 */
export async function attach(options: AttachOptions, environment: AttachEnvironment): Promise<AttachedTape> {
  const mode = checkedMode(options.mode ?? environment.mode);
  refuseNockOff(options.nockOff);
  trialOf(options.trial ?? 1);
  const place = placeOf(options);
  if (mode === 'replay') return mount(options, environment, mode, place, () => {});
  if (recording.has(place.file)) {
    throw new TooltapeError('USAGE', `attachCassette: ${place.path} is being recorded by this process already`, {
      remedy: 'Close the other one first, or name another file.',
    });
  }
  recording.add(place.file);
  const never = new AbortController().signal;
  const locks = createFileLocks({ id: environment.id, signal: never, onWait: environment.onWait });
  const leave = (): void => {
    recording.delete(place.file);
    locks.releaseAll();
  };
  try {
    if (mode === 'all' && 'file' in options) expectCassetteOrNothing(place.file, place.path);
    prepareFolder(dirname(place.file));
    await locks.acquire(lockOf(place.file));
    return await mount(options, environment, mode, place, leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function mount(
  options: AttachOptions,
  environment: AttachEnvironment,
  mode: Mode,
  place: TapePlace,
  leave: () => void,
): Promise<AttachedTape> {
  const { origin, origins, strict = origin === undefined } = options;
  const given = [...(origins ?? []), ...(origin === undefined ? [] : [origin])];
  const attached = originsOf(origins === undefined && origin === undefined ? environment.origins : given);
  const tape = createTape(options, { mode, place, origins: attached, environment });
  const detach = await openTape(
    tape,
    attached.map((one) => one.origin),
    tape.answerNone,
  );
  const lock =
    mode === 'replay'
      ? await lockNetwork({ nockOff: options.nockOff, allow: options.allow ?? [], remedy: REFUSED })
      : null;
  const takeKeysBack = environment.lendKeys();
  let closing: Promise<void> | null = null;
  const finish = async (): Promise<void> => {
    takeKeysBack();
    detach();
    lock?.unlock();
    try {
      await tape.close();
    } finally {
      leave();
    }
    if (strict && tape.misses.length > 0) throw missed(tape.misses);
  };
  // The first call of `close` reports the misses; later calls do not.
  const close = (): Promise<void> => (closing === null ? (closing = finish()) : closing.catch(() => {}));
  const trafficOf = (trial: number = options.trial ?? 1): ReturnType<typeof readTraffic> =>
    readTraffic(tape.interactions(trial), { miss: tape.misses[0]?.miss ?? null });
  return {
    file: place.path,
    get misses() {
      return tape.misses;
    },
    get recorded() {
      return tape.recorded();
    },
    get miss() {
      return tape.misses[0]?.miss ?? null;
    },
    interactions: (trial = options.trial ?? 1) => tape.interactions(trial),
    run: (code) => runInTape(tape, code),
    enter: () => enterTape(tape),
    calls: (trial) => trafficOf(trial).calls,
    transcript: (trial) => trafficOf(trial).transcript,
    conversations: (trial) => trafficOf(trial).conversations,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Remedy for a request to another origin during a replay. */
const REFUSED = 'Name its origin in `origins` to record and replay it, or let it through with `allow`.';

/** Most misses whose text the error holds. The others are counted. */
const TOLD = 3;

function missed(misses: readonly MissedRequest[]): TooltapeError {
  const texts = [...new Set(misses.map(({ text }) => text))];
  const more = texts.length > TOLD ? [`… and ${texts.length - TOLD} more`] : [];
  const many = misses.length === 1 ? 'a request found no recording' : `${misses.length} requests found no recording`;
  return new TooltapeError('CASSETTE_MISS', [many, ...texts.slice(0, TOLD), ...more].join('\n'));
}

/** The mode of a recording or replay. Errors: USAGE for a word that is no mode. */
function checkedMode(mode: AttachMode): Mode {
  if (mode === 'none') return 'replay';
  if (MODES.has(mode)) return mode;
  throw new TooltapeError('USAGE', `attachCassette: expected a mode, found ${JSON.stringify(mode)}`, {
    remedy: 'Use one of: none, missing, all.',
  });
}
