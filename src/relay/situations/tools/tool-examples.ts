import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolExamples: Situation = {
  id: 'tool-examples',
  about: 'examples of arguments',
  send: { tools: [{ ...getWeather, more: { 'tool.examples': [{ city: 'Lisbon' }] } }], conversation: [askForWeather] },
  fields: ['tool.examples'],
  answer: mildAnswer,
  back: ['answer.text'],
};
