import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const noLimit: Situation = {
  id: 'no-limit',
  about: 'no longest answer: a limit that a gateway adds cuts answers',
  send: { unlimited: true, conversation: [{ role: 'user', text: 'Tell me all about the sea.' }] },
  fields: ['max_tokens'],
  answer: mildAnswer,
  back: ['answer.text'],
  bare: true,
};
