import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolCallers: Situation = {
  id: 'tool-callers',
  about: 'a tool that only the model itself may call',
  send: { tools: [{ ...getWeather, more: { 'tool.callers': ['direct'] } }], conversation: [askForWeather] },
  fields: ['tool.callers'],
  answer: mildAnswer,
  back: ['answer.text'],
};
