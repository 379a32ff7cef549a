import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const errorServer: Situation = {
  id: 'error-server',
  about: 'the upstream fails with 500',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { status: 500, message: 'The relay fails on purpose.' },
  back: ['answer.status'],
};
