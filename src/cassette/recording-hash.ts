import { hash } from 'node:crypto';
import type { RecordedTrial } from '../domain/recording.ts';
import type { StoredTrial } from './format.ts';
import { parseCassette } from './read-format.ts';
import { writeCassette } from './write-format.ts';

/** SHA-256 over what a stored trial asked and was answered, not how fast. */
export function hashStored(stored: StoredTrial): string {
  return hash('sha256', JSON.stringify(stored.interactions.map(({ key, response }) => [key, response])), 'hex');
}

/** The same of a trial that was just recorded: the hash that its cassette will give. */
export function hashRecorded(recorded: RecordedTrial): string {
  const meta = { scenario: '', model: '', gateway: '', source: 'live', recordedAt: '' } as const;
  const [stored] = parseCassette(writeCassette({ ...meta, trials: [recorded] }), 'recording').trials;
  if (stored === undefined) throw new Error('a written trial reads back');
  return hashStored(stored);
}
