import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const bareTool: Situation = {
  id: 'bare-tool',
  about: 'a tool and nothing else beside it',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: ['tool.name', 'tool.strict'],
  answer: mildAnswer,
  back: ['answer.text'],
  bare: true,
};
