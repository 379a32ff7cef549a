import { isObject, type JsonObject } from '../../json/json.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { CHAT_ONLY_SAID } from '../neutral/chat-parameters.ts';
import { customNote, isCustom } from '../neutral/custom-tool.ts';
import { messageNotes, placedMessages, type Unsaid } from '../neutral/message-notes.ts';
import type { ProtocolNote } from '../protocol.ts';

const TOOL_NAME = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/;

const UNSAID: Unsaid = {
  protocol: 'gemini',
  title: 'Gemini',
  fields: CHAT_ONLY_SAID,
  detail: true,
  part: ({ type, file }) =>
    type === 'file' && isObject(file) && typeof file['file_data'] !== 'string'
      ? {
          message:
            'Gemini does not know `file_id`, and refuses the part. Write `file_data`, or a part with `fileData`.',
          severity: 'error',
        }
      : null,
};

/** Notes on parts of a scenario that Gemini refuses or cannot express. `parameters` are those of its request. */
export function lintGemini(scenario: Scenario, parameters: JsonObject): readonly ProtocolNote[] {
  const notes: ProtocolNote[] = [];
  const warn = (path: ProtocolNote['path'], message: string): void => {
    notes.push({ path, message, severity: 'warning' });
  };
  if (parameters['parallel_tool_calls'] === false) {
    const path = ['request', 'parallel_tool_calls'];
    warn(path, 'Gemini cannot be asked for one call at a time: it is not sent. Judge the order of calls instead.');
  }
  if (parameters['reasoning_effort'] === 'max') {
    const path = ['request', 'reasoning_effort'];
    warn(path, 'Gemini has no thinking level `MAX`: it goes as it is written, and Google refuses it. Write `xhigh`.');
  }
  for (const [i, { name, definition }] of scenario.tools.entries()) {
    if (isCustom(definition)) notes.push(customNote('Gemini', i));
    if ('strict' in definition) {
      warn(['tools', i, 'strict'], 'Gemini has no `strict`: it is not sent. Leave it out.');
    }
    if (TOOL_NAME.test(name)) continue;
    const message = `Gemini takes names of 1 to 128 letters, digits, "_", ".", ":" and "-" that do not begin with a digit; this one is ${JSON.stringify(name)}.`;
    notes.push({ path: ['tools', i, 'name'], message, severity: 'error' });
  }
  const placed = placedMessages(scenario);
  const begun = placed.findIndex(({ message }) => !isSystem(message.role));
  for (const { message, path } of begun === -1 ? [] : placed.slice(begun)) {
    if (!isSystem(message.role)) continue;
    warn(path, 'Gemini takes a system message at the beginning only: a later one is sent as a user message.');
  }
  return [...notes, ...messageNotes(scenario, UNSAID)];
}

function isSystem(role: string): boolean {
  return role === 'system' || role === 'developer';
}
