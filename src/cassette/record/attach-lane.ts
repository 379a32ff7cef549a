import type { JsonObject } from '../../json/json.ts';
import type { CapturedExchange, Interaction, RecordedTrial, TrialReplay } from '../../domain/recording.ts';
import type { Miss } from '../../domain/transcript.ts';
import { neverRecorded } from '../lookup/trial-replay.ts';
import { createRecordingTransport, type RecordingOptions } from './transport.ts';

/** One trial of an attached program: what it finds recorded, and what is recorded for it. */
export interface Lane {
  find(endpoint: string, body: JsonObject): { readonly interaction: Interaction } | { readonly miss: Miss };
  /** Does a request over the network, and keeps its exchange where it may be kept. */
  record(url: string, init: RequestInit): Promise<Response>;
  /** What was exchanged, in order of the requests; null where nothing was recorded. Waits for bodies under way. */
  recorded(): Promise<RecordedTrial | null>;
}

/** `replay` is null where nothing is to be found; `keep` decides what enters the cassette. */
export function createLane(
  trial: number,
  replay: TrialReplay | null,
  options: RecordingOptions & { readonly keep: (exchange: CapturedExchange) => boolean },
): Lane {
  /** A place a request, taken as it arrives; null while it is open, and where nothing is kept. */
  const places: (Interaction | null)[] = [];
  const open = new Set<Promise<void>>();
  let anew = false;
  return {
    find(endpoint, body) {
      const found = replay?.find(endpoint, body);
      if (found === undefined || 'miss' in found) {
        return found ?? { miss: neverRecorded('', places.length + 1) };
      }
      places.push(found.interaction);
      return found;
    },
    async record(url, init) {
      const place = places.push(null) - 1;
      const transport = createRecordingTransport(options);
      const response = await transport.fetch(url, init);
      const settle = async (): Promise<void> => {
        const exchange = await transport.latest();
        if (exchange === null || !options.keep(exchange)) return;
        transport.keep();
        places[place] = transport.interactions[0] ?? null;
        anew = true;
      };
      const settled = settle();
      open.add(settled);
      void settled.finally(() => open.delete(settled)).catch(() => {});
      return response;
    },
    async recorded() {
      await Promise.all(open);
      if (!anew) return null;
      return { trial, interactions: places.filter((interaction) => interaction !== null) };
    },
  };
}
