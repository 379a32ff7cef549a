import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, getTides, weatherCall } from '../shared-tools.ts';

export const parallelOffRequired: Situation = {
  id: 'parallel-off-required',
  about: 'at most one call an answer, and at least one',
  send: {
    tools: [getWeather, getTides],
    choice: 'required',
    parameters: { parallel: false },
    conversation: [askForWeather],
  },
  fields: ['choice', 'parallel'],
  answer: { calls: [weatherCall('Lisbon')] },
  back: ['answer.call.name'],
};
