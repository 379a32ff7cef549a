import { existsSync } from 'node:fs';
import { cassetteFiles } from './cassette-files.ts';
import { readCassetteOrIssue } from './read-one.ts';

/** Scenario and model of a cassette that holds a request. */
export interface FoundRequest {
  readonly scenario: string;
  readonly model: string;
}

/** Most cassettes that are read to find a renamed one, so that a message takes less time than the replay. */
const MOST = 5000;

/** For each of these keys the first cassette in which the first request of a trial has the key. */
export function sameRequests(dir: string, keys: ReadonlySet<string>): ReadonlyMap<string, FoundRequest> {
  const found = new Map<string, FoundRequest>();
  if (!existsSync(dir)) return found;
  let looked = 0;
  for (const path of cassetteFiles(dir)) {
    if (found.size === keys.size || ++looked > MOST) break;
    const cassette = readCassetteOrIssue(dir, path);
    if ('severity' in cassette) continue;
    const { scenario, model, trials } = cassette;
    for (const { interactions } of trials) {
      const key = interactions[0]?.key;
      if (key !== undefined && keys.has(key) && !found.has(key)) found.set(key, { scenario, model });
    }
  }
  return found;
}
