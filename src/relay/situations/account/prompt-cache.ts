import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const promptCache: Situation = {
  id: 'prompt-cache',
  about: 'the key of the prompt cache, and how long it is kept',
  send: { parameters: { prompt_cache_key: 'relay-key', prompt_cache_retention: '24h' }, conversation: [askAboutSea] },
  fields: ['prompt_cache_key', 'prompt_cache_retention'],
  answer: mildAnswer,
  back: ['answer.text'],
};
