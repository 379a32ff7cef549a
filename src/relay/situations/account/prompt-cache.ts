import type { Situation } from '../../situation.ts';

export const promptCache: Situation = {
  id: 'prompt-cache',
  about: 'the key of the prompt cache, and how long it is kept',
  send: {
    parameters: {
      prompt_cache_key: 'relay-key',
      prompt_cache_retention: '24h',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['prompt_cache_key', 'prompt_cache_retention'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
