import type { TruncatedBy } from '../../domain/wire.ts';
import type { ReadContext } from '../read-context.ts';
import type { EndMeaning } from './end-words.ts';

/** Which limit an answer hit, by what its end means; null where it hit none. */
export function truncatedBy(means: EndMeaning | null, { maxTokens }: ReadContext): TruncatedBy | null {
  if (means === 'context') return { limit: 'context', tokens: null };
  if (means !== 'length') return null;
  return (maxTokens ?? null) === null
    ? { limit: 'provider', tokens: null }
    : { limit: 'max_tokens', tokens: maxTokens ?? null };
}
