import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, getTides, weatherCall } from '../shared-tools.ts';

export const choiceRequired: Situation = {
  id: 'choice-required',
  about: 'some tool must be called',
  send: { tools: [getWeather, getTides], choice: 'required', conversation: [askForWeather] },
  fields: ['choice'],
  answer: { calls: [weatherCall('Lisbon')] },
  back: ['answer.call.name'],
};
