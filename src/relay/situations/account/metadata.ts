import type { Situation } from '../../situation.ts';

export const metadata: Situation = {
  id: 'metadata',
  about: 'labels of the request',
  send: {
    parameters: {
      metadata: {
        team: 'relay',
        build: '12',
      },
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['metadata'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
