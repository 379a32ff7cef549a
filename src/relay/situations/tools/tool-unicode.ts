import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolUnicode: Situation = {
  id: 'tool-unicode',
  about: 'names of parameters and descriptions in any script',
  send: {
    tools: [{ ...getWeather, description: '获取指定城市的天气 — météo, погода, الطقس, 🌦️ é' }],
    conversation: [{ role: 'user', text: '北京今天天气怎么样?' }],
  },
  fields: ['tool.description', 'user.text'],
  answer: mildAnswer,
  back: ['answer.text'],
};
