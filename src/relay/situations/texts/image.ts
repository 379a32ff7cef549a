import type { Situation } from '../../situation.ts';

export const image: Situation = {
  id: 'image',
  about: 'an image in the request',
  send: {
    conversation: [
      {
        role: 'user',
        text: 'What is this?',
        parts: [
          {
            kind: 'image',
            url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          },
        ],
      },
    ],
  },
  fields: ['user.text', 'user.image'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
