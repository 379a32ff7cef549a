import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { TooltapeError } from '../../domain/errors.ts';
import type { CapturedExchange, RecordedTrial } from '../../domain/recording.ts';
import { TRIAL_HEADER } from '../../domain/sandbox.ts';
import type { Miss } from '../../domain/transcript.ts';
import { createLane, type Lane } from './attach-lane.ts';
import { bodyBytes } from '../../protocol/raw-body.ts';
import { createFileWriter } from '../store/cell-writer.ts';
import { cassettePath } from '../format/file-name.ts';
import { isKeepable } from '../../protocol/errors/keepable.ts';
import { createKeyer } from '../lookup/key.ts';
import { explainMiss } from '../lookup/miss.ts';
import { lockNetwork, type NetworkLock } from '../../network/network-lock.ts';
import { acquireNock, mountOrigin, type NockReply, passingBy, refuseNockOff } from '../../network/nock-mount.ts';
import { createRedactor } from '../../redact/redact.ts';
import { openCassetteFile } from '../store/store.ts';
import { basePath, endpointOf, toBody } from './transport.ts';

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
  /** Paths of request bodies that do not count: `messages[*].name`. */
  readonly ignore?: readonly string[];
  /** Addresses that a replay may reach all the same: `localhost:5432`. */
  readonly allow?: readonly string[];
  /** Decides what is kept; finished responses, and refusals that blame the request. */
  readonly keep?: (exchange: CapturedExchange) => boolean;
  /** The value of the variable NOCK_OFF, which must not be set. */
  readonly nockOff?: string | undefined;
};

/** A cassette between a program and the network. */
export interface Attached {
  /** Requests that found no recording in a replay: they were answered with status 424 and the same text. */
  readonly misses: readonly { readonly miss: Miss; readonly text: string }[];
  /** Detaches from the origin, opens the network again, and writes what was recorded. */
  close(): Promise<void>;
}

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

/**
 * Records and replays a program that brings its own HTTP client: every request to the origin, by fetch, undici, http,
 * https or what is built on them, is answered from the cassette or recorded into it. Loads nock.
 * Errors: NETWORK_LOCKED under NOCK_OFF, CASSETTE_FORMAT, OUTPUT, USAGE for an origin that is attached already.
 */
export async function attachCassette(options: AttachOptions): Promise<Attached> {
  const { mode, keep = isKeepable } = options;
  refuseNockOff(options.nockOff);
  trialOf(options.trial ?? 1);
  const origin = originOf(options.origin);
  const base = basePath(options.origin);
  const redactor = createRedactor({ secrets: options.secrets ?? [], patterns: options.redact ?? [] });
  const keyer = createKeyer({ redactor, ignore: options.ignore ?? [] });
  const place = placeOf(options);
  const cassette = mode === 'all' ? null : openCassetteFile(place.file, keyer, place.path);
  const writer =
    mode === 'replay'
      ? null
      : createFileWriter(place.file, {
          scenario: cassette?.scenario ?? place.scenario,
          model: cassette?.model ?? place.model,
          gateway: new URL(origin).host,
          source: 'live',
          now: () => new Date().toISOString(),
          mode,
        });
  const recording = {
    fetch: (input: string | URL | Request, init?: RequestInit) => passingBy(() => fetch(input, init)),
    baseUrl: options.origin,
    keyer,
    redactor,
    clock: () => performance.now(),
    keep,
  };
  const lanes = new Map<number, Lane>();
  const laneOf = (trial: number): Lane => {
    const known = lanes.get(trial) ?? createLane(trial, cassette?.replayOf(trial) ?? null, recording);
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
    return [424, JSON.stringify({ error }), ['content-type', 'application/json', 'x-should-retry', 'false']];
  };
  const reply = async (request: Request): Promise<NockReply> => {
    const trial = trialOf(request.headers.get(TRIAL_HEADER) ?? options.trial ?? 1);
    const bytes = Buffer.from(await request.arrayBuffer());
    const lane = laneOf(trial);
    if (mode !== 'all') {
      const found = lane.find(endpointOf(new URL(request.url), request.method, base), toBody(bytes.toString()));
      if ('interaction' in found) {
        const { status, headers, body } = found.interaction.response;
        return [status, bodyBytes(body), Object.entries(headers).flat()];
      }
      if (mode === 'replay') return answerMiss(found.miss, trial);
    }
    const headers = new Headers(request.headers);
    for (const name of NOT_PASSED_ON) headers.delete(name);
    const { method } = request;
    const response = await lane.record(request.url, {
      method,
      headers,
      redirect: 'manual',
      ...(bytes.length > 0 && { body: bytes }),
    });
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
  return {
    misses,
    async close() {
      if (closed) return;
      closed = true;
      unmount();
      lock?.unlock();
      release();
      const recorded: RecordedTrial[] = [];
      for (const lane of lanes.values()) {
        const trial = await lane.recorded();
        if (trial !== null) recorded.push(trial);
      }
      if (writer === null) return;
      await Promise.all(recorded.map((trial) => writer.save(trial)));
      await writer.complete(recorded.map(({ trial }) => trial));
    },
  };
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

/** A file named freely tells scenario and model by its own name. */
function placeOf(place: AttachPlace): { file: string; path: string; scenario: string; model: string } {
  if ('file' in place) {
    const name = basename(place.file).replace(/\.json$/, '');
    return { file: resolve(place.file), path: place.file, scenario: name, model: name };
  }
  const path = cassettePath(place.scenario, place.model);
  return { file: resolve(place.dir, path), path, scenario: place.scenario, model: place.model };
}
