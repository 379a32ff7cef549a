import type { Situation } from '../../situation.ts';

export const unicode: Situation = {
  id: 'unicode',
  about: 'every script, joined emoji, combining marks, a right-to-left mark and a NUL-like sign',
  send: { conversation: [{ role: 'user', text: '北京 Ελλάδα עברית العربية हिन्दी 👩‍👩‍👧 é ‏ ␀ \\u0041 "quoted" 𝔘' }] },
  fields: ['user.text'],
  answer: { text: '北京 Ελλάδα עברית العربية 👩‍👩‍👧 é ␀ \\u0041 "quoted" 𝔘' },
  back: ['answer.text'],
};
