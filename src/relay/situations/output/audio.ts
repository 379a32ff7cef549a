import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const audio: Situation = {
  id: 'audio',
  about: 'an answer in audio, too',
  send: {
    parameters: { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } },
    conversation: [askAboutSea],
  },
  fields: ['modalities', 'audio'],
  answer: mildAnswer,
  back: ['answer.text'],
};
