import { isObject, type JsonObject } from '../../json/json.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { CHAT_ONLY_SAID } from '../neutral/chat-parameters.ts';
import { customNote, isCustom } from '../neutral/custom-tool.ts';
import { messageNotes, type Unsaid } from '../neutral/message-notes.ts';
import type { ProtocolNote } from '../protocol.ts';
import { laterSystemNotes } from './system-notes.ts';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/;
const COMBINED = ['oneOf', 'anyOf', 'allOf'] as const;

const UNSAID: Unsaid = {
  protocol: 'messages',
  title: 'Messages',
  fields: CHAT_ONLY_SAID,
  detail: true,
  part: ({ type }) =>
    type === 'input_audio'
      ? { message: 'Messages has no audio: it refuses `input_audio`. Ask over chat or gemini.', severity: 'error' }
      : null,
};

/** Notes on parts of a scenario that Messages refuses or cannot express. `parameters` are those of its request. */
export function lintMessages(scenario: Scenario, parameters: JsonObject): readonly ProtocolNote[] {
  const notes: ProtocolNote[] = [];
  if ((parameters['seed'] ?? null) !== null) {
    const message =
      'Messages has no `seed`: it is not sent. Leave it out, or write `request_for` for protocols that have one.';
    notes.push({ path: ['request', 'seed'], message, severity: 'warning' });
  }
  if (parameters['reasoning_effort'] === 'minimal') {
    const message =
      'Messages has no effort `minimal`: it goes as it is written, and Anthropic refuses it. Write `low` or `none`.';
    notes.push({ path: ['request', 'reasoning_effort'], message, severity: 'warning' });
  }
  for (const [i, { name, parameters: schema, definition }] of scenario.tools.entries()) {
    if (isCustom(definition)) notes.push(customNote('Messages', i));
    if (!TOOL_NAME.test(name)) {
      const message = `Messages takes names of 1 to 128 letters, digits, "_" and "-"; this one is ${JSON.stringify(name)}.`;
      notes.push({ path: ['tools', i, 'name'], message, severity: 'error' });
    }
    notes.push(...lintSchema(schema, i));
  }
  return [...notes, ...laterSystemNotes(scenario), ...messageNotes(scenario, UNSAID)];
}

function lintSchema(schema: JsonObject | null, i: number): ProtocolNote[] {
  if (!isObject(schema)) return [];
  const path = ['tools', i, 'parameters'];
  const combined = COMBINED.find((keyword) => keyword in schema);
  if (combined !== undefined) {
    const message = `Messages refuses \`${combined}\` at the top of a schema: say it inside a property.`;
    return [{ path: [...path, combined], message, severity: 'error' }];
  }
  if (schema['type'] === 'object') return [];
  const message = 'Messages refuses a schema whose `type` is not "object". Write `type: object`.';
  return [{ path: [...path, 'type'], message, severity: 'error' }];
}
