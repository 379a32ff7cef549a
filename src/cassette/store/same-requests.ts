import { existsSync } from 'node:fs';
import { cassetteFiles } from './cassette-files.ts';
import { readOne } from './read-one.ts';

/** A cassette that holds a request: its scenario and model. */
export interface FoundRequest {
  readonly scenario: string;
  readonly model: string;
}

/** Cassettes that are read to find a renamed one, so that making the message does not take longer than the replay. */
const MOST = 5000;

/** For each of these keys, the first cassette in which a trial begins with a request of that key. */
export function sameRequests(dir: string, keys: ReadonlySet<string>): ReadonlyMap<string, FoundRequest> {
  const found = new Map<string, FoundRequest>();
  if (!existsSync(dir)) return found;
  let looked = 0;
  for (const path of cassetteFiles(dir)) {
    if (found.size === keys.size || ++looked > MOST) break;
    const cassette = readOne(dir, path);
    if ('severity' in cassette) continue;
    const { scenario, model, trials } = cassette;
    for (const { interactions } of trials) {
      const key = interactions[0]?.key;
      if (key !== undefined && keys.has(key) && !found.has(key)) found.set(key, { scenario, model });
    }
  }
  return found;
}
