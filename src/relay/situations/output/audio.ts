import type { Situation } from '../../situation.ts';

export const audio: Situation = {
  id: 'audio',
  about: 'an answer in audio, too',
  send: {
    parameters: {
      modalities: ['text', 'audio'],
      audio: {
        voice: 'alloy',
        format: 'wav',
      },
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['modalities', 'audio'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
