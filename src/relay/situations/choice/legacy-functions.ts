import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';

export const legacyFunctions: Situation = {
  id: 'legacy-functions',
  about: 'tools in the older words of chat, one of them chosen',
  send: {
    parameters: { functions: ['get_weather', 'get_tides'], 'functions.choice': { name: 'get_weather' } },
    conversation: [askForWeather],
  },
  fields: ['functions', 'functions.choice'],
  answer: mildAnswer,
  back: ['answer.text'],
};
