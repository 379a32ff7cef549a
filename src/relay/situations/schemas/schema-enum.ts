import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaEnum: Situation = {
  id: 'schema-enum',
  about: 'a list of values, one of them in another script',
  send: {
    tools: [
      recordTool({
        properties: { listed: { type: 'string', enum: ['celsius', 'fahrenheit', '開氏'] } },
        required: ['listed'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.enum'],
  answer: mildAnswer,
  back: ['answer.text'],
};
