import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const webSearch: Situation = {
  id: 'web-search',
  about: 'a search of the web before the answer',
  send: { parameters: { web_search: 'low' }, conversation: [askAboutSea] },
  fields: ['web_search'],
  answer: mildAnswer,
  back: ['answer.text'],
};
