import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolDescription: Situation = {
  id: 'tool-description',
  about: 'a description of several lines, quotes and backslashes',
  send: {
    tools: [
      {
        ...getWeather,
        description:
          'The weather of a city.\n\nNames: "Lisbon", \'Porto\'.	Paths such as C:\\weather stay as they are. <b>No markup</b> & no entities.',
      },
    ],
    conversation: [askForWeather],
  },
  fields: ['tool.description'],
  answer: mildAnswer,
  back: ['answer.text'],
};
