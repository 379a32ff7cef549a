import { Readable } from 'node:stream';
import { TooltapeError } from '../../domain/errors.ts';
import { placeholderFault } from '../../domain/agents/placeholder-key.ts';
import type { Interaction, Mode } from '../../domain/recording.ts';
import { TRIAL_HEADER } from '../../domain/sandbox.ts';
import type { Miss } from '../../domain/transcript.ts';
import { passingBy, type NockReply } from '../../network/nock-mount.ts';
import { ownFetch } from '../../network/own-fetch.ts';
import { compilePattern, type Pattern } from '../../pattern/pattern.ts';
import { isKeepable } from '../../protocol/errors/keepable.ts';
import { protocolFor, vendorOf } from '../../protocol/protocols.ts';
import { bodyBytes } from '../../protocol/raw-body.ts';
import { createRedactor } from '../../redact/redact.ts';
import { createKeyer } from '../lookup/key.ts';
import { explainMiss } from '../lookup/miss.ts';
import { createFileWriter } from '../store/cell-writer.ts';
import { openCassetteFile } from '../store/store.ts';
import { openAttachedTrial, recordedOf, type AttachedTrial, type AttachedTrialOptions } from './attached-trial.ts';
import { baseUrlOf, type AttachedOrigin, type TapePlace } from './attach-place.ts';
import type { AnswerNone, OpenTape } from './open-tapes.ts';
import { headersBack, headersOnward } from './passed-headers.ts';
import { decodedBody, requestBody } from './request-body.ts';
import { createPathFilter } from './request-paths.ts';
import { tapeNotices } from './tape-notices.ts';
import type { AttachEnvironment, TapeOptions } from './tape-options.ts';
import { basePath, endpointOf } from './transport.ts';

/** A request without a recording, and the text that answered it. */
export interface MissedRequest {
  readonly miss: Miss;
  /** The text of the miss without colour: the reason, the differences to the nearest recording, and how to record it. */
  readonly text: string;
}

export interface Tape extends OpenTape {
  readonly misses: readonly MissedRequest[];
  readonly answerNone: AnswerNone;
  /** Number of answers that were kept. */
  recorded(): number;
  /** Interactions answered from the recording and recorded so far, in the order of the requests. */
  interactions(trial: number): readonly Interaction[];
  /** Resolves when everything is on the disk. Errors: OUTPUT. */
  close(): Promise<void>;
}

export interface TapeSetting {
  readonly mode: Mode;
  readonly place: TapePlace;
  readonly origins: readonly AttachedOrigin[];
  readonly environment: AttachEnvironment;
}

/** Status of a miss. Clients retry 424, 5xx and some others, but never 400. */
const MISSED = 400;
/** Status of a request that has to be sent and has no key. */
const NO_KEY = 401;
/**
 * Header that ends the connection after its request. A reused connection would run in the async context of its first request,
 * and that context says which tape a request belongs to.
 */
const CLOSE: readonly string[] = ['connection', 'close'];
const DROPPED: NockReply = [200, '{}', ['content-type', 'application/json', ...CLOSE]];

/** Answers the requests of a program from a cassette, or records them into it. Errors: CASSETTE_FORMAT, OUTPUT, USAGE. */
export function createTape(options: TapeOptions, { mode, place, origins, environment }: TapeSetting): Tape {
  const { now, clock } = environment;
  const isRecorded = createPathFilter(options);
  const patterns = (options.redact ?? []).map((regex) => boundedPattern(regex, 'redact'));
  const redactor = createRedactor({ secrets: options.secrets ?? [], patterns });
  const ignore = (options.ignore ?? []).map((entry) =>
    typeof entry === 'string' ? entry : { text: boundedPattern(entry.text, 'ignore') },
  );
  const keyer = createKeyer({ redactor, ignore });
  const cassette = mode === 'all' ? null : openCassetteFile(place.file, keyer, place.path);
  const hosts = origins.map(({ origin }) => new URL(origin).host);
  const writer =
    mode === 'replay'
      ? null
      : createFileWriter(place.file, {
          scenario: cassette?.scenario ?? place.scenario,
          model: cassette?.model ?? place.model,
          gateway: cassette?.gateway ?? hosts.join(', '),
          source: 'live',
          recordedBy: 'attachCassette',
          now,
          mode,
          // Only the program knows whether an earlier part belongs to the same conversation, so a part is never continued.
          fresh: true,
        });
  const notices = tapeNotices(place.path, environment.notify);
  const trialOptions: AttachedTrialOptions = {
    fetch: (input, init) => passingBy(() => ownFetch(input, init)),
    baseUrl: origins[0]?.baseUrls[0] ?? '',
    keyer,
    redactor,
    clock,
    keep: options.keep ?? isKeepable,
    save: async (trial) => writer?.save(trial),
    onSettled: notices.settled,
  };
  const attachedTrials = new Map<number, AttachedTrial>();
  const attachedTrial = (trial: number): AttachedTrial => {
    const known = attachedTrials.get(trial) ?? openAttachedTrial(trial, recordedOf(cassette, trial), trialOptions);
    attachedTrials.set(trial, known);
    return known;
  };
  const misses: MissedRequest[] = [];
  const command = options.recordCommand ?? 'run the program again with mode: "all" in attachCassette';
  const answerMiss = (miss: Miss, trial: number, endpoint: string): NockReply => {
    const subject = `request ${miss.step}${trial === 1 ? '' : ` of trial ${trial}`}, ${endpoint}`;
    const text = explainMiss({ ...miss, cassette: place.path }, { ...place, trial, subject, command });
    misses.push({ miss, text });
    return missReply(endpoint, text);
  };
  const ownOrigin = (url: URL): AttachedOrigin =>
    origins.find(({ origin }) => origin === url.origin) ?? (origins[0] as AttachedOrigin);

  const reply = async (request: Request): Promise<NockReply> => {
    const url = new URL(request.url);
    const encoding = request.headers.get('content-encoding') ?? '';
    const { bytes, coding } = decodedBody(Buffer.from(await request.arrayBuffer()), encoding);
    const headers = headersOnward(request.headers, coding);
    headers.set('connection', 'close');
    const { method } = request;
    const init = { method, headers, redirect: 'manual', ...(bytes.length > 0 && { body: bytes }) } as const;
    if (!isRecorded(url.pathname)) {
      return mode === 'replay' ? DROPPED : passOn(await passingBy(() => ownFetch(request.url, init)));
    }
    const trial = trialOf(request.headers.get(TRIAL_HEADER) ?? options.trial ?? 1);
    const body = requestBody(bytes, request.headers.get('content-type') ?? '');
    const attached = attachedTrial(trial);
    const baseUrl = baseUrlOf(url, ownOrigin(url));
    const endpoint = endpointOf(url, method, basePath(baseUrl));
    let miss: Miss | null = null;
    if (mode !== 'all') {
      const found = attached.find(endpoint, body);
      if ('interaction' in found) {
        const { status, headers: kept, body: recorded } = found.interaction.response;
        return [status, bodyBytes(recorded), [...Object.entries(kept).flat(), ...CLOSE]];
      }
      if (mode === 'replay') return answerMiss(found.miss, trial, redactor.text(endpoint));
      miss = found.miss;
    }
    const vendor = vendorOf(protocolFor(endpoint).name);
    const noKey = placeholderFault(request.url, vendor, request.headers);
    if (noKey !== null) return refusal(endpoint, NO_KEY, 'no_key', noKey);
    notices.recording(redactor.text(endpoint), miss);
    return passOn(await attached.record(request.url, init, body, { baseUrl }));
  };

  let open = true;
  let toldLate = false;
  return {
    name: place.path,
    isOpen: () => open,
    reply,
    misses,
    answerNone: (request, text) => missReply(new URL(request.url).pathname, text),
    missed(text) {
      const miss: Miss = { code: 'never-recorded', cassette: place.path, step: 1, differences: [] };
      misses.push({ miss, text });
    },
    isAttachedTo: (origin) => origins.some((one) => one.origin === origin),
    late({ method, origin, path }, isOwn) {
      const [pathname = ''] = path.split('?');
      // Where requests may be recorded, other code may well ask the origin after the tape is closed.
      if (toldLate || !isRecorded(pathname) || (mode !== 'replay' && !isOwn)) return;
      toldLate = true;
      environment.notify(
        `${method} ${origin}${redactor.text(pathname)} was sent after ${place.path} was closed, and is neither replayed nor recorded: wait for the program before the tape is closed`,
      );
    },
    recorded: notices.kept,
    interactions: (trial) => attachedTrials.get(trial)?.interactions ?? [],
    async close() {
      open = false;
      await Promise.all([...attachedTrials.values()].map((attached) => attached.settled()));
      await writer?.complete(writer.trials);
      notices.closed(() => [...attachedTrials.values()].reduce((sum, attached) => sum + attached.left(), 0), command);
    },
  };
}

function passOn(response: Response): NockReply {
  const back = headersBack(response.headers).flat();
  if (response.body === null) return [response.status, '', [...back, ...CLOSE]];
  // With neither a length nor chunks, the end of the connection ends the body, so a body that breaks off would look whole.
  const headers = [...back, 'transfer-encoding', 'chunked', ...CLOSE];
  return [response.status, Readable.fromWeb(response.body as never), headers];
}

function missReply(endpoint: string, message: string): NockReply {
  return refusal(endpoint, MISSED, 'cassette_miss', message);
}

/** An error in the form of the protocol's errors, so that every SDK shows the text; chat's form for other endpoints. */
function refusal(endpoint: string, status: number, code: string, message: string): NockReply {
  const { serving } = protocolFor(endpoint);
  const body = serving.writeRefusal({ status, code, message, param: null });
  return [status, body, ['content-type', 'application/json', 'x-should-retry', 'false', ...CLOSE]];
}

/** The expression as a pattern with bounded steps. Errors: USAGE for a flag that only Node's own engine supports. */
function boundedPattern({ source, flags }: RegExp, option: string): Pattern {
  const compiled = compilePattern(source, flags.replace(/[dgy]/g, ''));
  if (compiled.ok) return compiled.pattern;
  throw new TooltapeError('USAGE', `attachCassette: ${option}: /${source}/${flags}: ${compiled.reason}`, {
    remedy: 'Write the expression with the flag u in place of v.',
  });
}

/** A trial number. Errors: USAGE for a value that is no whole number from 1. */
export function trialOf(given: string | number): number {
  const trial = Number(given);
  if (Number.isSafeInteger(trial) && trial >= 1) return trial;
  throw new TooltapeError('USAGE', `attachCassette: expected the number of a trial, found ${JSON.stringify(given)}`, {
    remedy: `Give a whole number from 1 as \`trial\`, or in the header ${TRIAL_HEADER}.`,
  });
}
