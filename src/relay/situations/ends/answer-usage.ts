import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const answerUsage: Situation = {
  id: 'answer-usage',
  about: 'tokens that were read, cached, thought and written',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { text: 'It is mild in Lisbon.', usage: { input: 120, output: 45, cached: 64, thought: 12 } },
  back: ['answer.usage.input', 'answer.usage.output', 'answer.usage.cached', 'answer.usage.thought'],
};
