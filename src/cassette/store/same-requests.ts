import { existsSync } from 'node:fs';
import { cassetteFiles } from './cassette-files.ts';
import { readOne } from './read-one.ts';

/** Under which name a request is recorded. */
export interface FoundRequest {
  readonly scenario: string;
  readonly model: string;
}

/** Files that are looked through: the message that points to one must not take longer than the replay. */
const MOST = 5000;

/** Of these keys those that a trial of any cassette begins with, and where; the first file of each. */
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
