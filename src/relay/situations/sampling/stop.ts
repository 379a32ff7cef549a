import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const stop: Situation = {
  id: 'stop',
  about: 'two texts that end the answer',
  send: { parameters: { stop: ['END', '\n\nUser:'] }, conversation: [askAboutSea] },
  fields: ['stop'],
  answer: mildAnswer,
  back: ['answer.text'],
};
