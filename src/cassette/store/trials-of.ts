import type { RecordedTrial } from '../../domain/recording.ts';
import type { CassetteFile } from '../format/format.ts';
import { decodeInteraction } from '../format/read-format.ts';

/** The recordings of a file, decoded. Errors: CASSETTE_FORMAT, which names `file`. */
export function trialsOf(cassette: CassetteFile, file: string): RecordedTrial[] {
  return cassette.trials.map((stored) => ({
    trial: stored.trial,
    interactions: stored.interactions.map((_, i) => decodeInteraction(cassette, stored, i, file)),
  }));
}
