import type { JsonObject } from '../../json/json.ts';
import type { CapturedExchange, Interaction, RecordedTrial, TrialReplay } from '../../domain/recording.ts';
import type { Miss } from '../../domain/transcript.ts';
import { createTrialNames } from '../../redact/trial-names.ts';
import { neverRecorded } from '../lookup/trial-replay.ts';
import { createRecordingTransport, type RecordingOptions } from './transport.ts';

/** One trial of an attached program: what it finds recorded, and what is recorded for it. */
export interface Lane {
  find(endpoint: string, body: JsonObject): { readonly interaction: Interaction } | { readonly miss: Miss };
  /** What was found and what was recorded so far, in the order of the requests. */
  readonly interactions: readonly Interaction[];
  /** Does a request over the network; its exchange is saved, where it may be kept, before the end of the answer is passed on. */
  record(url: string, init: RequestInit, body: JsonObject): Promise<Response>;
  /** Resolves when everything that was exchanged is saved. Errors: those of `save`. */
  settled(): Promise<void>;
}

export interface LaneOptions extends RecordingOptions {
  /** Decides what enters the cassette. */
  readonly keep: (exchange: CapturedExchange) => boolean;
  /** Keeps the trial as it is so far; resolves when it is on the disk. */
  readonly save: (trial: RecordedTrial) => Promise<void>;
}

/** `replay` is null where nothing is to be found. */
export function createLane(trial: number, replay: TrialReplay | null, options: LaneOptions): Lane {
  /** A place a request, taken as it arrives; null while it is open, and where nothing is kept. */
  const places: (Interaction | null)[] = [];
  const open = new Set<Promise<void>>();
  const names = createTrialNames(() => new Map());
  const time = createTrialTime(options.clock);
  return {
    get interactions() {
      return places.filter((interaction) => interaction !== null);
    },
    find(endpoint, body) {
      const found = replay?.find(endpoint, body);
      if (found === undefined || 'miss' in found) {
        return found ?? { miss: neverRecorded('', places.length + 1) };
      }
      const { request, response } = found.interaction;
      // Placeholders of what is found keep their numbers beside those of what is recorded.
      names.see(JSON.stringify([request, response]));
      places.push(found.interaction);
      time.pass(found.interaction);
      return found;
    },
    async record(url, init, body) {
      const place = places.push(null) - 1;
      const sentMs = time.now();
      const transport = createRecordingTransport({ ...options, names, body });
      const response = await transport.fetch(url, init);
      const settle = async (): Promise<void> => {
        const exchange = await transport.latest();
        if (exchange === null || !options.keep({ ...exchange, response: exchange.received })) return;
        transport.keep();
        const [interaction] = transport.interactions;
        places[place] = interaction === undefined ? null : { ...interaction, sentMs };
        await options.save({ trial, interactions: places.filter((interaction) => interaction !== null) });
      };
      const settled = settle();
      open.add(settled);
      // Told by `settled`, too.
      settled.catch(() => {});
      return endingAfter(response, settled);
    },
    async settled() {
      await Promise.all(open);
    },
  };
}

/** The time of a trial, of which parts were recorded before: what is recorded now comes after what was found. */
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

/** The response, whose body ends when `saved` has settled: a program that has read it to its end finds it recorded. */
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
