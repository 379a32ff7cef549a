import type { Situation } from '../../situation.ts';

export const legacyFunctions: Situation = {
  id: 'legacy-functions',
  about: 'tools in the older words of chat, one of them chosen',
  send: {
    parameters: { functions: ['get_weather', 'get_tides'], 'functions.choice': { name: 'get_weather' } },
    conversation: [{ role: 'user', text: 'How is the weather in Lisbon?' }],
  },
  fields: ['functions', 'functions.choice'],
  answer: { text: 'It is mild in Lisbon.' },
  back: ['answer.text'],
};
