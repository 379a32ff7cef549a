import type { Json } from '../../json/json.ts';
import { endMeaning } from '../reading/end-words.ts';

const NEUTRAL: { readonly [meaning: string]: string } = {
  answered: 'stop',
  calls: 'calls',
  length: 'length',
  filtered: 'filter',
};

/** How an answer ended, in neutral words: stop, calls, length or filter; a word that nobody knows stays as it is. */
export function endOf(word: Json | undefined): Json | undefined {
  if (typeof word !== 'string' || word === '') return undefined;
  const meaning = endMeaning(word);
  return meaning === null ? word : (NEUTRAL[meaning] ?? word);
}
