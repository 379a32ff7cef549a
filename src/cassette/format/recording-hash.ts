import { hash } from 'node:crypto';
import type { Json } from '../../json/json.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import type { StoredResponse, StoredTrial } from './format.ts';
import { storeResponse } from './stored-response.ts';

/** SHA-256 over what a stored trial asked and was answered, not how fast. */
export function hashStored(stored: StoredTrial): string {
  return hashOf(stored.interactions.map(({ key, response }) => [key, response]));
}

/** The same of a trial that was just recorded: the hash that its cassette will give. */
export function hashRecorded(recorded: RecordedTrial): string {
  return hashOf(recorded.interactions.map(({ key, response }) => [key, storeResponse(response)]));
}

function hashOf(exchanges: readonly (readonly [string, StoredResponse | Json])[]): string {
  return hash('sha256', JSON.stringify(exchanges), 'hex');
}
