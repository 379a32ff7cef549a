import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const callValues: Situation = {
  id: 'call-values',
  about: 'zero, false, null and empty values in the arguments of an earlier call',
  send: {
    tools: [recordTool({ properties: {} })],
    conversation: [
      askForRecord,
      {
        role: 'assistant',
        calls: [
          {
            id: 'call_rl_v',
            name: 'record',
            arguments: { zero: 0, no: false, nothing: null, empty: '', list: [], none: {}, part: 0.5, depth: 3 },
          },
        ],
      },
      { role: 'tool', call: 'call_rl_v', content: 'kept' },
    ],
  },
  fields: ['call.arguments'],
  answer: mildAnswer,
  back: ['answer.text'],
};
