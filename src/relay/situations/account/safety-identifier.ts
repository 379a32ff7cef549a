import type { Situation } from '../../situation.ts';

export const safetyIdentifier: Situation = {
  id: 'safety-identifier',
  about: 'who asks, for the safety of the provider',
  send: {
    parameters: {
      safety_identifier: 'person-31',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['safety_identifier'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
