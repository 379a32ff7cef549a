import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const errorRateLimit: Situation = {
  id: 'error-rate-limit',
  about: 'the upstream refuses with 429',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { status: 429, message: 'Too many requests: the relay allows none.' },
  back: ['answer.status', 'answer.message'],
};
