import type { TruncatedBy } from '../../domain/wire.ts';
import type { ReadContext } from '../read-context.ts';
import type { EndMeaning } from './end-words.ts';

/** The limit that cut an answer, by the meaning of its end; null where none did. */
export function truncatedBy(means: EndMeaning | null, { maxTokens }: ReadContext): TruncatedBy | null {
  if (means === 'context') return { limit: 'context', tokens: null };
  if (means !== 'length') return null;
  return (maxTokens ?? null) === null
    ? { limit: 'provider', tokens: null }
    : { limit: 'max_tokens', tokens: maxTokens ?? null };
}
