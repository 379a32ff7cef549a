import type { Mode } from '../domain/recording.ts';
import { basename, dirname, resolve } from 'node:path';
import { whyDropped } from '../cassette/record/tape-notices.ts';
import {
  openAttachedTrial,
  recordedOf,
  type AttachedTrial,
  type AttachedTrialOptions,
} from '../cassette/record/attached-trial.ts';
import { createFileWriter } from '../cassette/store/cell-writer.ts';
import { lockOf } from '../cassette/format/file-name.ts';
import { createKeyer, type KeyOptions } from '../cassette/lookup/key.ts';
import { expectCassetteOrNothing } from '../cassette/store/own-file.ts';
import { openCassetteFile } from '../cassette/store/store.ts';
import { createFileLocks } from '../files/file-lock.ts';
import { prepareFolder } from '../files/make-folder.ts';
import { isKeepable } from '../protocol/errors/keepable.ts';
import { createRedactor, type RedactorOptions } from '../redact/redact.ts';

export interface TapeFileOptions {
  /** Path as the user wrote it. */
  readonly file: string;
  readonly mode: Mode;
  /** Values that must not get into the file. */
  readonly secrets: readonly string[];
  readonly redact: NonNullable<RedactorOptions['patterns']>;
  /** Paths in request bodies that do not count in a key. */
  readonly ignore: NonNullable<KeyOptions['ignore']>;
  /** Sends the requests that are recorded. */
  readonly fetch: AttachedTrialOptions['fetch'];
  /** Hosts that were asked so far. They become the gateway of the recording. */
  readonly hosts: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Id of this recorder, which its lock file holds. */
  readonly id: string;
  /** Ends the wait for another recorder. */
  readonly signal: AbortSignal;
  readonly onWait: (lock: string, holder: string) => void;
}

/** The cassette of a program: a file of any name with one trial. */
export interface TapeFile {
  readonly attached: AttachedTrial;
  /** Number of answers that were recorded and saved now. */
  recorded(): number;
  /** Why answers were not kept, each reason once. */
  dropped(): readonly string[];
  /** Number of recorded answers that no request asked for. */
  unused(): number;
  /**
   * Waits until everything is on disk, and releases the file. With `whole` and mode `all`, the recording replaces the old file.
   * Otherwise it stays in the part file beside it, whose path is returned; null without a part file. Errors: OUTPUT.
   */
  close(whole: boolean): Promise<string | null>;
}

const TRIAL = 1;

/** Opens the cassette of a program; null when the wait for another recorder was ended. Errors: CASSETTE_FORMAT, OUTPUT. */
export async function openTapeFile(options: TapeFileOptions): Promise<TapeFile | null> {
  const { mode } = options;
  const file = resolve(options.file);
  if (mode === 'replay') return openTape(options, file, () => {});
  const locks = createFileLocks({ id: options.id, signal: options.signal, onWait: options.onWait });
  try {
    if (mode === 'all') expectCassetteOrNothing(file, options.file);
    prepareFolder(dirname(file));
    if (!(await locks.acquire(lockOf(file)))) return null;
    return openTape(options, file, () => locks.releaseAll());
  } catch (error) {
    locks.releaseAll();
    throw error;
  }
}

function openTape(options: TapeFileOptions, file: string, leave: () => void): TapeFile {
  const { mode, hosts } = options;
  const redactor = createRedactor({ secrets: options.secrets, patterns: options.redact });
  const keyer = createKeyer({ redactor, ignore: options.ignore });
  const cassette = mode === 'all' ? null : openCassetteFile(file, keyer, options.file);
  const name = basename(file).replace(/\.json$/, '');
  const gateway = (): string => [...new Set([...(cassette?.gateway.split(', ') ?? []), ...hosts])].join(', ');
  const writer =
    mode === 'replay'
      ? null
      : createFileWriter(file, {
          scenario: cassette?.scenario ?? name,
          model: cassette?.model ?? name,
          // Known after the first request.
          get gateway() {
            return gateway();
          },
          source: 'live',
          recordedBy: 'exec',
          now: options.now,
          mode,
          // Only the program knows whether an earlier part belongs to the same conversation, so a part is never continued.
          fresh: true,
        });
  let recorded = 0;
  const dropped = new Set<string>();
  const before = recordedOf(cassette, TRIAL);
  const attached = openAttachedTrial(TRIAL, before, {
    fetch: options.fetch,
    // Each request names its own base URL.
    baseUrl: '',
    keyer,
    redactor,
    clock: options.clock,
    keep: isKeepable,
    save: async (trial) => {
      await writer?.save(trial);
      recorded += 1;
    },
    onSettled: (exchange, kept) => {
      if (!kept) dropped.add(whyDropped(exchange));
    },
  });
  return {
    attached: {
      ...attached,
      get interactions() {
        return attached.interactions;
      },
      // A request repeats the messages before it. `recognised` canonicalises each message once.
      find: (endpoint, body) => attached.find(endpoint, keyer.recognised(endpoint, body)),
    },
    recorded: () => recorded,
    dropped: () => [...dropped],
    unused: () => before?.replay.unused() ?? 0,
    async close(whole) {
      try {
        await attached.settled();
        if (whole) await writer?.complete(writer.trials);
        return writer?.isPart === true && !whole && writer.trials.length > 0 ? writer.file : null;
      } finally {
        leave();
      }
    },
  };
}
