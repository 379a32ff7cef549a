import type { Json } from '../../json/json.ts';
import { endMeaning } from '../reading/end-words.ts';

const NEUTRAL: { readonly [meaning: string]: string } = {
  answered: 'stop',
  calls: 'calls',
  length: 'length',
  filtered: 'filter',
};

/** The neutral word for the end of an answer: stop, calls, length or filter. An unknown word stays as it is. */
export function endOf(word: Json | undefined): Json | undefined {
  if (typeof word !== 'string' || word === '') return undefined;
  const meaning = endMeaning(word);
  return meaning === null ? word : (NEUTRAL[meaning] ?? word);
}
