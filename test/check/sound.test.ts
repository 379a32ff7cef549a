import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkLoaded } from '../../src/check/check-loaded.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { tempDir } from '../support/temp-dir.ts';

const tool = (name: string, required: readonly string[], description = `Does ${name}.`): JsonObject => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties: Object.fromEntries(required.map((one) => [one, { type: 'string' }])),
    required: [...required],
  },
  returns: [{ result: { found: 'T4' } }],
});
const made = (name: string, args: JsonObject): JsonObject => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'c1', type: 'function', function: { name, arguments: JSON.stringify(args) } }],
});
const answered = (content: string): JsonObject => ({ role: 'tool', tool_call_id: 'c1', content });
const user = (content: string): JsonObject => ({ role: 'user', content });

async function told(...scenarios: JsonObject[]): Promise<string[]> {
  const cwd = tempDir({ 'scenarios/a.yaml': stringify({ scenarios }) });
  const { issues } = await checkLoaded(loadScenarios([], { cwd }));
  return issues.map(({ code, message }) => `${code}: ${message}`);
}

test('a tool that only the history calls is in use', async () => {
  const scenario = {
    id: 'book',
    messages: [user('A table for four at Nona.'), made('find_table', { at: 'Nona' }), answered('{"table":"T4"}')],
    tools: [tool('find_table', ['at']), tool('book_table', ['table'])],
    expect: { calls: [{ name: 'book_table', arguments: { table: 'T4' } }] },
  };
  expect(await told(scenario)).toEqual([]);
});

test('an answer may be looked for in the results of the history, which may name tools, too', async () => {
  const scenario = {
    id: 'read',
    messages: [user('How warm is it?'), made('get_weather', { at: 'Bern' }), answered('get_weather says 22')],
    tools: [tool('get_weather', ['at'])],
    expect: { calls: [], final: { contains: ['22'] } },
  };
  expect(await told(scenario)).toEqual([]);
});

test('one question with two definitions of a tool is two scenarios', async () => {
  const asked = (id: string, description: string): JsonObject => ({
    id,
    prompt: 'Please book the quiet table beside the window for tonight.',
    tools: [tool('book_table', ['table'], description)],
    expect: { calls: [{ name: 'book_table', arguments: { table: { $contains: 'window' } } }] },
  });
  expect(await told(asked('one', 'Books.'), asked('two', 'Books a table by its number or place.'))).toEqual([]);
});

test('a long history with another question, or another history with the same one, is another scenario', async () => {
  const long =
    'We spoke about the harbour, the hills, the old town, the market and the ferry to the islands for an hour.';
  const asked = (id: string, before: string, call: JsonObject, question: string): JsonObject => ({
    id,
    messages: [user(before), made('look_up', call), answered('It is open.'), user(question)],
    tools: [tool('look_up', ['place'])],
    expect: { calls: [{ name: 'look_up', arguments: { place: { $regex: '.' } } }] },
  });
  const issues = await told(
    asked('a', long, { place: 'harbour' }, 'And the lighthouse of the northern bay, at what time?'),
    asked('b', long, { place: 'harbour' }, 'Where can seven of us have breakfast near there tomorrow?'),
    asked('c', long, { place: 'market' }, 'Where can seven of us have breakfast near there tomorrow?'),
  );
  expect(issues.filter((issue) => issue.startsWith('near-duplicate'))).toEqual([]);
});

test('an argument may hold, or must not be, a value of an earlier result', async () => {
  const scenario = (id: string, table: JsonObject): JsonObject => ({
    id,
    prompt: `Find a table, then write a note about it, as ${id} says.`,
    tools: [tool('find_table', ['at']), tool('write_note', ['text'])],
    expect: {
      calls: [
        { name: 'find_table', id: 'table', arguments: { at: 'Nona' } },
        { name: 'write_note', after: ['table'], arguments: { text: table } },
      ],
    },
  });
  const found = { $result: 'table.found' };
  expect(
    await told(
      scenario('part', { $contains: found }),
      scenario('parts', { $contains: ['note', found] }),
      scenario('other', { $all: [{ $not: found }, { $contains: 'note' }] }),
    ),
  ).toEqual([]);
});
