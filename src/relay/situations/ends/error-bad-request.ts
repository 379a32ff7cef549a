import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const errorBadRequest: Situation = {
  id: 'error-bad-request',
  about: 'the upstream refuses with 400',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { status: 400, message: 'The relay refuses this request.' },
  back: ['answer.status', 'answer.message'],
};
