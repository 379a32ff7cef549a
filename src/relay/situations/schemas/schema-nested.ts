import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaNested: Situation = {
  id: 'schema-nested',
  about: 'an object in an object in the arguments',
  send: {
    tools: [
      recordTool({
        properties: {
          outer: {
            type: 'object',
            properties: {
              inner: {
                type: 'object',
                properties: { depth: { type: 'integer' }, label: { type: 'string' } },
                required: ['depth'],
              },
            },
            required: ['inner'],
          },
        },
        required: ['outer'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.nested', 'schema.nested.required'],
  answer: mildAnswer,
  back: ['answer.text'],
};
