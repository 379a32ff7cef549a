import { expect, test } from 'vitest';
import { leakIn } from '../../../src/protocol/reading/leak.ts';
import { CALL_SIGNS } from '../../../src/protocol/reading/leak-signs.ts';

const TOOLS = new Map([
  ['find_flight', {}],
  ['fs.read', {}],
]);

test.each([
  '<‖DSML‖invoke name="find_flight">',
  'On it.\n```json\n{"tool": "find_flight", "input": {"to": "OSL"}}\n```',
  '<tools>{"name":"find_flight","arguments":{"to":"OSL"}}</tools>',
  '{"tool_calls":[{"function":{"name":"find_flight","arguments":"{}"}}]}',
  '[{"arguments": {"to": "OSL"}, "name": "find_flight"}]',
  '{"find_flight": {"to": "OSL"}}',
  '### CALL ###\n{"function_name": "find_flight", "parameters": {"to": "OSL"}}',
  'find_flight[ARGS]{"to": "OSL"}',
  '[TOOL_CALLS]find_flight[CALL_ID]x[ARGS]{}',
  'I will look. <find_flight><to>OSL</to></find_flight>',
  '<find_flight to="OSL"/>',
  'Thought: I need flights\nAction: find_flight\nAction Input: {"to": "OSL"}',
  '[find_flight(to="OSL"), find_flight(to="CDG")]',
  'find_flight\n{"to": "OSL"}',
  '<tool_call>find_flight\n<arg_key>to</arg_key>',
  '<|channel|>commentary to=functions.find_flight <|message|>{}',
  '<function=fs.read>{"path": "x"}</function>',
  'Sure!\n<tool_call>\n{"name": "other"',
  '<|python_tag|>fs.read(path="x")',
  '`find_flight(to="OSL")`',
])('%j is a call that leaked', (text) => {
  expect(leakIn(text, TOOLS)).not.toBeNull();
});

test.each([
  'I would call find_flight for that.',
  'Use `<tool_call>{"name": "find_flight", "arguments": {}}</tool_call>` to call it.',
  'Hermes models put their calls between <tool_call> and </tool_call> tags, as you know.',
  'The tool "find_flight" takes a city.',
  '<b>find_flight</b> is a tool.',
  '{"name": "find_flight", "type": "tool"}',
  '{"name": "Ada", "arguments": 3}',
  'find_flights{"to"}',
  'a: {"x": 1}? No, that is <a href="x">a link</a> and a table[1].',
  'The fs.read function reads; fs.read(path) is its signature.',
  '',
])('%j is no leak', (text) => {
  expect(leakIn(text, TOOLS)).toBeNull();
});

test('a text that names a tool a million times is looked at in proportion', () => {
  const text = 'find_flight '.repeat(100_000);
  expect(leakIn(`{${text}`, TOOLS)).toBeNull();
  for (const { before, after } of CALL_SIGNS) {
    expect(before.source.startsWith('^') || before.source.endsWith('$')).toBe(true);
    expect(after.source.startsWith('^')).toBe(true);
  }
});
