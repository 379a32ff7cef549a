import { basename, dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { TooltapeError } from '../../domain/errors.ts';
import type { CapturedExchange } from '../../domain/recording.ts';
import { TRIAL_HEADER } from '../../domain/sandbox.ts';
import type { Miss } from '../../domain/transcript.ts';
import { createFileLocks } from '../../files/file-lock.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { createLane, type Lane, type LaneOptions } from './attach-lane.ts';
import { bodyBytes } from '../../protocol/raw-body.ts';
import { createFileWriter } from '../store/cell-writer.ts';
import { cassettePath, lockOf } from '../format/file-name.ts';
import { isKeepable } from '../../protocol/errors/keepable.ts';
import { createKeyer } from '../lookup/key.ts';
import { explainMiss } from '../lookup/miss.ts';
import { lockNetwork, type NetworkLock } from '../../network/network-lock.ts';
import { acquireNock, mountOrigin, type NockReply, passingBy, refuseNockOff } from '../../network/nock-mount.ts';
import { compilePattern, type Pattern } from '../../pattern/pattern.ts';
import { createRedactor } from '../../redact/redact.ts';
import { openCassetteFile } from '../store/store.ts';
import { requestBody } from './request-body.ts';
import { basePath, endpointOf } from './transport.ts';

/** Where the recordings are: a file of any name, or a scenario and model below a cassette folder. */
export type AttachPlace =
  | { readonly file: string }
  | { readonly dir: string; readonly scenario: string; readonly model: string };

export type AttachOptions = AttachPlace & {
  /** The origin whose requests are answered, or a base URL on it: `https://api.openai.com/v1`. */
  readonly origin: string;
  /** `replay` never reaches the network; `missing` replays what is recorded and records the rest; `all` records everything anew. */
  readonly mode: 'replay' | 'missing' | 'all';
  /** The trial of requests that have no header `x-tooltape-trial`; 1. */
  readonly trial?: number;
  /** Values and patterns that must not get into the file; common key shapes never do. */
  readonly secrets?: readonly string[];
  readonly redact?: readonly RegExp[];
  /** What does not count of a request: paths of its body (`messages[*].name`), and what an expression finds in its texts. */
  readonly ignore?: readonly (string | { readonly text: RegExp })[];
  /** What a replay may reach all the same: `localhost:5432`, the path of a Unix socket; `processes` for child processes and threads. */
  readonly allow?: readonly string[];
  /** Decides what is kept; finished responses, and refusals that blame the request. */
  readonly keep?: (exchange: CapturedExchange) => boolean;
  /** The value of the variable NOCK_OFF, which must not be set. */
  readonly nockOff?: string | undefined;
};

/** A cassette between a program and the network. */
export interface Attached {
  /** Requests that found no recording in a replay: they were answered with status 400, which no client retries, and the same text. */
  readonly misses: readonly { readonly miss: Miss; readonly text: string }[];
  /** Detaches from the origin and opens the network again; with `all`, what was recorded takes the place of the old file. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Status of a miss: clients retry 424, 5xx and some others, and never this. */
const MISSED = 400;

const NOT_PASSED_ON = [
  TRIAL_HEADER,
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
  'te',
  'trailer',
];
const NOT_PASSED_BACK = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
]);

/** The world outside, passed in. */
export interface AttachEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Tells this cassette from all others that are attached: stands in its lock. */
  readonly id: string;
  /** Another program records into the file, and is waited for: the path of its lock, and who holds it. */
  readonly onWait: (lock: string, holder: string) => void;
}

/** Files that this process records into: it would wait for itself. */
const recording = new Set<string>();

/**
 * Records and replays a program that brings its own HTTP client: every request to the origin, by fetch, undici, http,
 * https or what is built on them, is answered from the cassette or recorded into it. Loads nock.
 * Errors: NETWORK_LOCKED under NOCK_OFF, CASSETTE_FORMAT, OUTPUT, USAGE for an origin or file that is attached already.
 */
export async function attach(options: AttachOptions, environment: AttachEnvironment): Promise<Attached> {
  const { mode } = options;
  refuseNockOff(options.nockOff);
  trialOf(options.trial ?? 1);
  const origin = originOf(options.origin);
  const place = placeOf(options);
  if (mode === 'replay') return mount(options, environment, origin, place, () => {});
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
    prepareFolder(dirname(place.file));
    await locks.acquire(lockOf(place.file));
    return await mount(options, environment, origin, place, leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function mount(
  options: AttachOptions,
  { now, clock }: AttachEnvironment,
  origin: string,
  place: Place,
  leave: () => void,
): Promise<Attached> {
  const { mode, keep = isKeepable } = options;
  const base = basePath(options.origin);
  const patterns = (options.redact ?? []).map((regex) => boundedPattern(regex, 'redact'));
  const redactor = createRedactor({ secrets: options.secrets ?? [], patterns });
  const ignore = (options.ignore ?? []).map((entry) =>
    typeof entry === 'string' ? entry : { text: boundedPattern(entry.text, 'ignore') },
  );
  const keyer = createKeyer({ redactor, ignore });
  const cassette = mode === 'all' ? null : openCassetteFile(place.file, keyer, place.path);
  const writer =
    mode === 'replay'
      ? null
      : createFileWriter(place.file, {
          scenario: cassette?.scenario ?? place.scenario,
          model: cassette?.model ?? place.model,
          gateway: new URL(origin).host,
          source: 'live',
          recordedBy: 'attachCassette',
          now: () => new Date(now()).toISOString(),
          mode,
          // Only the program could say whether it is the same conversation.
          fresh: true,
        });
  const laneOptions: LaneOptions = {
    fetch: (input, init) => passingBy(() => fetch(input, init)),
    baseUrl: options.origin,
    keyer,
    redactor,
    clock,
    keep,
    save: async (trial) => writer?.save(trial),
  };
  const lanes = new Map<number, Lane>();
  const laneOf = (trial: number): Lane => {
    const known = lanes.get(trial) ?? createLane(trial, cassette?.replayOf(trial) ?? null, laneOptions);
    lanes.set(trial, known);
    return known;
  };
  const misses: { miss: Miss; text: string }[] = [];
  const answerMiss = (miss: Miss, trial: number): NockReply => {
    const text = explainMiss(
      { ...miss, cassette: place.path },
      { ...place, trial, command: 'run the program again with mode: "all" in attachCassette' },
    );
    misses.push({ miss, text });
    const error = { message: text, type: 'cassette_miss', code: miss.code, param: null };
    return [MISSED, JSON.stringify({ error }), ['content-type', 'application/json', 'x-should-retry', 'false']];
  };
  const reply = async (request: Request): Promise<NockReply> => {
    const trial = trialOf(request.headers.get(TRIAL_HEADER) ?? options.trial ?? 1);
    const bytes = Buffer.from(await request.arrayBuffer());
    const body = requestBody(bytes, request.headers.get('content-type') ?? '');
    const lane = laneOf(trial);
    if (mode !== 'all') {
      const found = lane.find(endpointOf(new URL(request.url), request.method, base), body);
      if ('interaction' in found) {
        const { status, headers, body: recorded } = found.interaction.response;
        return [status, bodyBytes(recorded), Object.entries(headers).flat()];
      }
      if (mode === 'replay') return answerMiss(found.miss, trial);
    }
    const headers = new Headers(request.headers);
    for (const name of NOT_PASSED_ON) headers.delete(name);
    const { method } = request;
    const init = { method, headers, redirect: 'manual', ...(bytes.length > 0 && { body: bytes }) } as const;
    const response = await lane.record(request.url, init, body);
    const back = [...response.headers].filter(([name]) => !NOT_PASSED_BACK.has(name)).flat();
    return [response.status, response.body === null ? '' : Readable.fromWeb(response.body as never), back];
  };

  const { nock, release } = await acquireNock();
  let unmount: () => void;
  try {
    unmount = mountOrigin(nock, origin, reply);
  } catch (error) {
    release();
    throw error;
  }
  const lock: NetworkLock | null =
    mode === 'replay' ? await lockNetwork({ nockOff: options.nockOff, allow: options.allow ?? [] }) : null;
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    unmount();
    lock?.unlock();
    release();
    try {
      await Promise.all([...lanes.values()].map((lane) => lane.settled()));
      await writer?.complete(writer.trials);
    } finally {
      leave();
    }
  };
  return { misses, close, [Symbol.asyncDispose]: close };
}

/** Errors: USAGE for an expression with a flag that only the engine of Node knows. */
function boundedPattern({ source, flags }: RegExp, option: string): Pattern {
  const compiled = compilePattern(source, flags.replace(/[dgy]/g, ''));
  if (compiled.ok) return compiled.pattern;
  throw new TooltapeError('USAGE', `attachCassette: ${option}: /${source}/${flags}: ${compiled.reason}`, {
    remedy: 'Write the expression with the flag u in place of v.',
  });
}

function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return parsed.origin;
  throw new TooltapeError('USAGE', `attachCassette: expected an http or https origin, found ${JSON.stringify(url)}`, {
    remedy: 'Give it like `https://api.openai.com`.',
  });
}

/** Errors: USAGE for what numbers no trial. */
function trialOf(given: string | number): number {
  const trial = Number(given);
  if (Number.isSafeInteger(trial) && trial >= 1) return trial;
  throw new TooltapeError('USAGE', `attachCassette: expected the number of a trial, found ${JSON.stringify(given)}`, {
    remedy: `Give a whole number from 1 as \`trial\`, or in the header ${TRIAL_HEADER}.`,
  });
}

interface Place {
  readonly file: string;
  /** As it is told. */
  readonly path: string;
  readonly scenario: string;
  readonly model: string;
}

/** A file named freely tells scenario and model by its own name. */
function placeOf(place: AttachPlace): Place {
  if ('file' in place) {
    const name = basename(place.file).replace(/\.json$/, '');
    return { file: resolve(place.file), path: place.file, scenario: name, model: name };
  }
  const path = cassettePath(place.scenario, place.model);
  return { file: resolve(place.dir, path), path, scenario: place.scenario, model: place.model };
}
