import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const bareText: Situation = {
  id: 'bare-text',
  about: 'a text and nothing else: what a gateway adds of its own shows here',
  send: { conversation: [{ role: 'user', text: 'Say hello.' }] },
  fields: ['user.text', 'store'],
  answer: mildAnswer,
  back: ['answer.text', 'answer.finish', 'exchange.once', 'exchange.stream'],
  bare: true,
};
