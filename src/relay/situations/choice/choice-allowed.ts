import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, getTides, getWind, weatherCall } from '../shared-tools.ts';

export const choiceAllowed: Situation = {
  id: 'choice-allowed',
  about: 'two of three tools may be called',
  send: {
    tools: [getWeather, getTides, getWind],
    parameters: { 'choice.allowed': ['get_weather', 'get_tides'] },
    conversation: [askForWeather],
  },
  fields: ['choice.allowed'],
  answer: { calls: [weatherCall('Lisbon')] },
  back: ['answer.call.name'],
};
