import type { Situation } from '../../situation.ts';

export const audioIn: Situation = {
  id: 'audio-in',
  about: 'a sound in the request',
  send: {
    conversation: [
      {
        role: 'user',
        text: 'What do you hear?',
        parts: [
          {
            kind: 'audio',
            format: 'wav',
            data: 'UklGRiQAAABXQVZFZm10IBAAAAABAAEA',
          },
        ],
      },
    ],
  },
  fields: ['user.audio'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
