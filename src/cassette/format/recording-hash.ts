import { hash } from 'node:crypto';
import type { Json } from '../../json/json.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import type { StoredResponse, StoredTrial } from './format.ts';
import { storeResponse } from './stored-response.ts';

/** SHA-256 of a stored trial's requests and responses, without latency. */
export function hashStored(stored: StoredTrial): string {
  return hashOf(stored.interactions.map(({ key, response }) => [key, response]));
}

/** `hashStored` of a trial before it is stored: the hash that reading its cassette will give. */
export function hashRecorded(recorded: RecordedTrial): string {
  return hashOf(recorded.interactions.map(({ key, response }) => [key, storeResponse(response)]));
}

function hashOf(exchanges: readonly (readonly [string, StoredResponse | Json])[]): string {
  return hash('sha256', JSON.stringify(exchanges), 'hex');
}
