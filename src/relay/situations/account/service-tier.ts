import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const serviceTier: Situation = {
  id: 'service-tier',
  about: 'the service tier',
  send: { parameters: { service_tier: 'auto' }, conversation: [askAboutSea] },
  fields: ['service_tier'],
  answer: mildAnswer,
  back: ['answer.text'],
};
