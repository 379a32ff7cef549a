import type { Situation } from '../../situation.ts';

export const serviceTier: Situation = {
  id: 'service-tier',
  about: 'the service tier',
  send: {
    parameters: {
      service_tier: 'auto',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['service_tier'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
