import type { Situation } from '../../situation.ts';

export const bareText: Situation = {
  id: 'bare-text',
  about: 'a text and nothing else: what a gateway adds of its own shows here',
  send: {
    conversation: [
      {
        role: 'user',
        text: 'Say hello.',
      },
    ],
  },
  fields: ['user.text', 'store'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text', 'answer.finish', 'exchange.once', 'exchange.stream'],
  bare: true,
};
