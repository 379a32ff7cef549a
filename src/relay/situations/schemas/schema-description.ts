import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaDescription: Situation = {
  id: 'schema-description',
  about: 'what a parameter means',
  send: {
    tools: [
      recordTool({
        properties: {
          described: { type: 'string', description: 'The name of the city, as people there write it: "Lisboa".' },
        },
        required: ['described'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.description'],
  answer: mildAnswer,
  back: ['answer.text'],
};
