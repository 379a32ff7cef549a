import type { Situation } from '../../situation.ts';

/** Longer than the pieces in which the upstream streams a text, so that a piece is all white. */
const GAP = ' '.repeat(40);

export const whiteSpace: Situation = {
  id: 'white-space',
  about: 'white space at the ends of texts, and a long gap inside',
  send: {
    conversation: [
      { role: 'system', text: '\n  Keep  every   space.\n' },
      { role: 'user', text: '\n\tHow is the sea?' },
      { role: 'assistant', text: '  Calm.\n\n  ' },
      { role: 'user', text: `  And${GAP}the wind?\r\n` },
    ],
  },
  fields: ['system.text', 'user.text', 'assistant.text'],
  answer: { text: `\n  Mild:${GAP}12 knots.\n\n` },
  back: ['answer.text'],
};
