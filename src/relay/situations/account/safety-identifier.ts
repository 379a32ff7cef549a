import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const safetyIdentifier: Situation = {
  id: 'safety-identifier',
  about: 'who asks, for the safety of the provider',
  send: { parameters: { safety_identifier: 'person-31' }, conversation: [askAboutSea] },
  fields: ['safety_identifier'],
  answer: mildAnswer,
  back: ['answer.text'],
};
