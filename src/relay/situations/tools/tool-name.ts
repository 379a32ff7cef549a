import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolName: Situation = {
  id: 'tool-name',
  about: 'a name with every kind of character that all protocols take',
  send: { tools: [{ ...getWeather, name: 'Get_weather-2_of' }], conversation: [askForWeather] },
  fields: ['tool.name'],
  answer: mildAnswer,
  back: ['answer.text'],
};
