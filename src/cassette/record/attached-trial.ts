import type { JsonObject } from '../../json/json.ts';
import type { CapturedExchange, Interaction, RecordedTrial, TrialReplay } from '../../domain/recording.ts';
import type { Miss } from '../../domain/transcript.ts';
import { createTrialNames } from '../../redact/trial-names.ts';
import { neverRecorded } from '../lookup/trial-replay.ts';
import type { Cassette } from '../store/store.ts';
import { createRecordingTransport, type RecordingOptions } from './transport.ts';

/** One trial of an attached program: recorded answers, and answers that are being recorded. */
export interface AttachedTrial {
  find(endpoint: string, body: JsonObject): { readonly interaction: Interaction } | { readonly miss: Miss };
  /** Interactions answered from the recording and interactions recorded so far, in the order of the requests. */
  readonly interactions: readonly Interaction[];
  /** Sends a request over the network. An exchange that may be kept is saved before the program reads the end of the answer. */
  record(url: string, init: RequestInit, body: JsonObject, place: RequestPlace): Promise<Response>;
  /** Recorded interactions that stay in the file beside new ones although no request has asked for them. */
  left(): number;
  /** Resolves when every exchange is saved. Errors: those of `save`. */
  settled(): Promise<void>;
}

/** Where a request belongs, and where it is sent. */
export interface RequestPlace {
  /** The base URL that its endpoint is relative to. */
  readonly baseUrl: string;
  /** The URL that it is sent to. Default: its own. */
  readonly sentTo?: string;
}

export interface AttachedTrialOptions extends RecordingOptions {
  /** True for an exchange that enters the cassette. */
  readonly keep: (exchange: CapturedExchange) => boolean;
  /** Saves the trial with the interactions so far; resolves when it is on the disk. */
  readonly save: (trial: RecordedTrial) => Promise<void>;
  /** Called at the end of each exchange, with whether it was kept. */
  readonly onSettled?: (exchange: CapturedExchange, kept: boolean) => void;
}

/** The earlier recording of a trial. */
export interface Recorded {
  readonly replay: TrialReplay;
  /** All recorded interactions. A save keeps those in the file that no request has asked for yet. */
  readonly interactions: () => readonly Interaction[];
}

/** The recording of a trial in a cassette; null without a cassette. */
export function recordedOf(cassette: Cassette | null, trial: number): Recorded | null {
  if (cassette === null) return null;
  return { replay: cassette.replayOf(trial), interactions: () => cassette.recorded(trial)?.interactions ?? [] };
}

/** Opens a trial. `recorded` is null where no recorded answer may be used. */
export function openAttachedTrial(
  trial: number,
  recorded: Recorded | null,
  options: AttachedTrialOptions,
): AttachedTrial {
  /** A place for each request, in order of arrival; null while its answer is under way, and for an exchange that is not kept. */
  const places: (Interaction | null)[] = [];
  const open = new Set<Promise<void>>();
  const names = options.names ?? createTrialNames(() => new Map());
  const time = createTrialTime(options.clock);
  const found = new Set<number>();
  let before: readonly Interaction[] | null = null;
  /** Recorded interactions that no request has asked for yet: they stay in the file, so that a program that is cut short loses none. */
  const left = (): readonly Interaction[] => {
    if (recorded === null) return [];
    if (before === null) {
      before = recorded.interactions();
      names.see(JSON.stringify(before.map(({ request, response }) => [request, response])));
    }
    return before.filter((_, index) => !found.has(index));
  };
  const isThere = (interaction: Interaction | null): interaction is Interaction => interaction !== null;
  return {
    get interactions() {
      return places.filter(isThere);
    },
    left: () => left().length,
    find(endpoint, body) {
      const known = recorded?.replay.find(endpoint, body);
      if (known === undefined || 'miss' in known) {
        return known ?? { miss: neverRecorded('', places.length + 1) };
      }
      const { request, response } = known.interaction;
      // Placeholders in recorded answers keep their numbers; new ones get other numbers.
      names.see(JSON.stringify([request, response]));
      found.add(known.index);
      places.push(known.interaction);
      time.pass(known.interaction);
      return known;
    },
    async record(url, init, body, { baseUrl, sentTo = url }) {
      const place = places.push(null) - 1;
      const sentMs = time.now();
      const fetch: AttachedTrialOptions['fetch'] = (_, sent) => options.fetch(sentTo, sent);
      const transport = createRecordingTransport({ ...options, fetch, baseUrl, names, body });
      const response = await transport.fetch(url, init);
      const settle = async (): Promise<void> => {
        const exchange = await transport.latest();
        if (exchange === null) return;
        const kept = options.keep({ ...exchange, response: exchange.received });
        options.onSettled?.(exchange, kept);
        if (!kept) return;
        transport.keep();
        const [interaction] = transport.interactions;
        places[place] = interaction === undefined ? null : { ...interaction, sentMs };
        await options.save({ trial, interactions: [...places.filter(isThere), ...left()] });
      };
      const settled = settle();
      open.add(settled);
      // Its method `settled` and the response body report a rejection. Without this handler Node would end the process for it.
      settled.catch(() => {});
      return endingAfter(response, settled);
    },
    async settled() {
      await Promise.all(open);
    },
  };
}

/**
 * The time of a trial, for the start times of interactions. `pass` moves the time behind an interaction that was found in the
 * recording, so that new ones start later.
 */
function createTrialTime(clock: () => number): { now(): number; pass(found: Interaction): void } {
  let start: number | null = null;
  const now = (): number => {
    start ??= clock();
    return Math.max(0, Math.round(clock() - start));
  };
  return {
    now,
    pass({ sentMs = 0, latencyMs }) {
      const behind = sentMs + latencyMs - now();
      if (behind > 0 && start !== null) start -= behind;
    },
  };
}

/** The response with a body that ends only when `saved` has settled: a program that has read the end finds the answer recorded. */
function endingAfter(response: Response, saved: Promise<void>): Response {
  const { status, statusText, headers, body } = response;
  if (body === null) return response;
  const held = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      flush: () => saved,
    }),
  );
  return new Response(held, { status, statusText, headers });
}
