import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const maxTokens: Situation = {
  id: 'max-tokens',
  about: 'the longest answer',
  send: { parameters: { max_tokens: 321 }, conversation: [askAboutSea] },
  fields: ['max_tokens'],
  answer: mildAnswer,
  back: ['answer.text'],
};
