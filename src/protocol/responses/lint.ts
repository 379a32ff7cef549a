import type { JsonObject } from '../../json/json.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { CHAT_ONLY_SAID } from '../neutral/chat-parameters.ts';
import { messageNotes, type Unsaid } from '../neutral/message-notes.ts';
import type { ProtocolNote } from '../protocol.ts';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
/** Modes in which the provider stores the conversation, so that a recording would not hold what the model was asked. */
const STATEFUL = ['previous_response_id', 'conversation', 'background'] as const;

const UNSAID: Unsaid = {
  protocol: 'responses',
  title: 'Responses',
  fields: [...CHAT_ONLY_SAID, 'is_error'],
  detail: false,
  part: ({ type }) =>
    type === 'input_audio'
      ? {
          message:
            'Responses has no `input_audio` in a message: it goes as it is written, and OpenAI refuses it. Ask over chat or gemini.',
          severity: 'warning',
        }
      : null,
};

/** Notes on parts of a scenario that Responses refuses or cannot express. `parameters` are those of its request. */
export function lintResponses(scenario: Scenario, parameters: JsonObject): readonly ProtocolNote[] {
  const notes: ProtocolNote[] = [];
  for (const name of ['stop', 'seed']) {
    if ((parameters[name] ?? null) === null) continue;
    const message = `Responses has no \`${name}\`: it is not sent. Leave it out, or write \`request_for\` for protocols that have one.`;
    notes.push({ path: ['request', name], message, severity: 'warning' });
  }
  for (const name of STATEFUL) {
    if ((parameters[name] ?? false) === false) continue;
    const message = `\`${name}\` makes the provider keep the conversation, so a recording could not be replayed. Leave it out.`;
    notes.push({ path: ['request', name], message, severity: 'error' });
  }
  for (const [i, { name }] of scenario.tools.entries()) {
    if (TOOL_NAME.test(name)) continue;
    const message = `Responses takes names of 1 to 64 letters, digits, "_" and "-"; this one is ${JSON.stringify(name)}.`;
    notes.push({ path: ['tools', i, 'name'], message, severity: 'error' });
  }
  return [...notes, ...messageNotes(scenario, UNSAID)];
}
