import type { Situation } from '../../situation.ts';
import { askAboutSea } from '../shared-messages.ts';

export const json: Situation = {
  id: 'json',
  about: 'the answer is JSON',
  send: { parameters: { json: true }, conversation: [askAboutSea] },
  fields: ['json'],
  answer: { text: '{"ok":true}' },
  back: ['answer.text'],
};
