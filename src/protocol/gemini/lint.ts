import type { JsonObject } from '../../json/json.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { customNote, isCustom } from '../neutral/custom-tool.ts';
import type { ProtocolNote } from '../protocol.ts';

const TOOL_NAME = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/;

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
  for (const [i, { name, definition }] of scenario.tools.entries()) {
    if (isCustom(definition)) notes.push(customNote('Gemini', i));
    if ('strict' in definition) {
      warn(['tools', i, 'strict'], 'Gemini has no `strict`: it is not sent. Leave it out.');
    }
    if (TOOL_NAME.test(name)) continue;
    const message = `Gemini takes names of 1 to 128 letters, digits, "_", ".", ":" and "-" that do not begin with a digit; this one is ${JSON.stringify(name)}.`;
    notes.push({ path: ['tools', i, 'name'], message, severity: 'error' });
  }
  for (const [i, turn] of scenario.turns.entries()) {
    const later = turn.messages.findIndex(({ role }, at) => isSystem(role) && (i > 0 || !leads(turn.messages, at)));
    if (later === -1) continue;
    warn(
      ['messages', later],
      'Gemini takes a system message at the beginning only: a later one is sent as a user message.',
    );
  }
  return notes;
}

function isSystem(role: string): boolean {
  return role === 'system' || role === 'developer';
}

function leads(messages: readonly { readonly role: string }[], at: number): boolean {
  return messages.slice(0, at).every(({ role }) => isSystem(role));
}
