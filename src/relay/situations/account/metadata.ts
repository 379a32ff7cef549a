import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const metadata: Situation = {
  id: 'metadata',
  about: 'labels of the request',
  send: { parameters: { metadata: { team: 'relay', build: '12' } }, conversation: [askAboutSea] },
  fields: ['metadata'],
  answer: mildAnswer,
  back: ['answer.text'],
};
