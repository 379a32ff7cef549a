import type { Situation } from '../../situation.ts';

export const webSearch: Situation = {
  id: 'web-search',
  about: 'a search of the web before the answer',
  send: {
    parameters: {
      web_search: 'low',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['web_search'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
