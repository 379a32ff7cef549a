import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { calledTools, meetsExpectation, wasCalled } from '../../src/assert/assertions.ts';
import type { CallPattern } from '../../src/assert/patterns.ts';
import { assertExpectation } from '../../src/index.ts';

type Made = readonly [name: string, args: object, result?: unknown];

/** Messages of a chat in which each list of calls is one answer. */
function chat(steps: readonly (readonly Made[])[], final = 'It is 22 degrees.'): object[] {
  let count = 0;
  const messages: object[] = [{ role: 'user', content: 'Weather in Paris and Rome?' }];
  for (const calls of steps) {
    const made = calls.map(([name, args, result = 'ok']) => ({ id: `c${(count += 1)}`, name, args, result }));
    messages.push({
      role: 'assistant',
      content: null,
      tool_calls: made.map(({ id, name, args }) => ({
        id,
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      })),
    });
    for (const { id, result } of made)
      messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(result) });
  }
  return [...messages, { role: 'assistant', content: final }];
}

const PARIS: Made = ['get_weather', { city: 'Paris' }];
const ROME: Made = ['get_weather', { city: 'Rome' }];
const both = chat([[PARIS, ROME]]);

test('a tool was called, with what arguments, however often', () => {
  expect(wasCalled(both, 'get_weather').pass).toBe(true);
  expect(wasCalled(both, 'get_weather', { city: 'Rome' }).pass).toBe(true);
  expect(wasCalled(both, 'get_weather', { city: /^ro/i }).pass).toBe(true);
  expect(wasCalled(both, 'get_weather', { city: { $oneOf: ['Oslo', 'Rome'] } }).pass).toBe(true);
  expect(wasCalled(both, 'get_weather', {}).pass).toBe(false);
  expect(wasCalled(both, 'search').pass).toBe(false);
});

test('just these calls were made, in any order, each once', () => {
  const calls = (...cities: string[]): CallPattern[] =>
    cities.map((city) => ({ name: 'get_weather', arguments: { city } }));
  expect(calledTools(both, calls('Rome', 'Paris')).pass).toBe(true);
  expect(calledTools(both, calls('Rome')).pass).toBe(false);
  expect(calledTools(both, calls('Rome', 'Paris', 'Paris')).pass).toBe(false);
  expect(calledTools(both, 'any').pass).toBe(true);
  expect(calledTools(chat([]), 'any').pass).toBe(false);
  expect(calledTools(chat([]), []).pass).toBe(true);
  // A greedy pairing would give Rome to the first, which takes anything.
  expect(
    calledTools(chat([[ROME, PARIS]]), [{ name: 'get_weather' }, { name: 'get_weather', arguments: { city: 'Rome' } }])
      .pass,
  ).toBe(true);
});

test('an expectation of a scenario: order, references to results, alternatives, the final text', () => {
  const looked = chat([[['find', { name: 'Ann' }, { id: 7 }]], [['delete', { id: 7 }]]], 'Deleted.');
  const calls = [
    { name: 'find', id: 'found' },
    { name: 'delete', arguments: { id: { $result: 'found.id' } }, after: ['found'] },
  ];
  expect(meetsExpectation(looked, { calls }).pass).toBe(true);
  expect(meetsExpectation(looked, { steps: [[{ name: 'delete' }], [{ name: 'find' }]] }).pass).toBe(false);
  expect(meetsExpectation(looked, { any_of: [{ calls: [] }, { calls }] }).pass).toBe(true);
  expect(meetsExpectation(looked, { calls, final: { contains: ['Kept'] } }).pass).toBe(false);
  expect(meetsExpectation(looked, { forbidden: ['delete'] }).pass).toBe(false);
  expect(
    meetsExpectation(both, { calls: [{ name: 'get_weather' }, { name: 'get_weather' }], require_parallel: true }).pass,
  ).toBe(true);
  expect(
    meetsExpectation(chat([[PARIS], [ROME]]), {
      calls: [{ name: 'get_weather' }, { name: 'get_weather' }],
      require_parallel: true,
    }).pass,
  ).toBe(false);
});

test('what a failure says: the wrong argument', () => {
  expect(wasCalled(both, 'get_weather', { city: { $contains: 'Berlin' } }).text()).toMatchInlineSnapshot(`
    "A tool was not called as expected.

    Expected: get_weather(city: something containing "Berlin")
    Made:     get_weather(city: "Paris"), in step 1
              get_weather(city: "Rome"), in step 1
    Said:     "It is 22 degrees."

    call 1 get_weather, city
      Expected: something containing "Berlin"
      Made:     "Paris""
  `);
});

test('what a failure says: no call, and what was said instead', () => {
  expect(wasCalled(chat([], 'I cannot.\u001b[31m'), 'get_weather').text()).toMatchInlineSnapshot(`
    "A tool was not called as expected.

    Expected: get_weather
    Made:     no call
    Said:     "I cannot.\\u001b[31m"

    expected the call get_weather, but it was not made"
  `);
});

test('what a failure says: a call that should not have been made', () => {
  expect(wasCalled(both, 'get_weather', { city: 'Rome' }).text()).toMatchInlineSnapshot(`
    "A tool was called that should not have been.

    Expected: no call get_weather(city: "Rome")
    Made:     get_weather(city: "Paris"), in step 1
              get_weather(city: "Rome"), in step 1
    Said:     "It is 22 degrees.""
  `);
});

test('what a failure says: one call wrong, one too many', () => {
  const calls = [{ name: 'get_weather', arguments: { city: 'Paris' } }];
  expect(calledTools(chat([[PARIS], [['search', { q: 'rain' }]]]), calls).text()).toMatchInlineSnapshot(`
    "The calls are not those that were expected.

    Expected: get_weather(city: "Paris")
    Made:     get_weather(city: "Paris"), in step 1
              search(q: "rain"), in step 2
    Said:     "It is 22 degrees."

    call 2 search
      Expected: no further call
      Made:     search(q: "rain")"
  `);
});

test('what a failure says: the wrong tool', () => {
  expect(calledTools(chat([[['get_forecast', { city: 'Paris' }]]]), [{ name: 'get_weather' }]).text())
    .toMatchInlineSnapshot(`
    "The calls are not those that were expected.

    Expected: get_weather
    Made:     get_forecast(city: "Paris"), in step 1
    Said:     "It is 22 degrees."

    call 1 get_forecast
      Expected: get_weather
      Made:     get_forecast(city: "Paris")"
  `);
});

test('what a failure says: alternatives, a forbidden tool, the final text', () => {
  const expectation = {
    any_of: [{ calls: [] }, { steps: [[{ name: 'find' }], [{ name: 'delete' }]] }],
    forbidden: ['search'],
    final: { contains: ['22'], not: 'sorry' },
  };
  expect(meetsExpectation(chat([[['search', { q: 'x' }]]], 'sorry'), expectation).text()).toMatchInlineSnapshot(`
    "The expectation is not met.

    Expected: no call
              no call of search
              a final answer that contains "22"
              a final answer that does not match /sorry/
              or
              find, in group 1
              delete, in group 2
              no call of search
              a final answer that contains "22"
              a final answer that does not match /sorry/
    Made:     search(q: "x"), in step 1
    Said:     "sorry"

    call 1 search
      Expected: no call
      Made:     search(q: "x")

    call 1 search
      Expected: no call of this tool
      Made:     search(q: "x")

    final answer
      Expected: text that contains "22"
      Made:     "sorry"

    final answer
      Expected: no text matching /sorry/
      Made:     "sorry""
  `);
});

test('what a failure says: a request that found no recording', () => {
  const tape = {
    transcript: () => ({ turns: [], state: {}, error: null, miss: null, faultFindings: [], attempts: 0 }),
    misses: [{ text: 'request 1, /v1/responses: the request changed\n  - input: "a"\n  + input: "b"' }],
  };
  expect(wasCalled(tape, 'get_weather').text()).toMatchInlineSnapshot(`
    "A tool was not called as expected.

    Expected: get_weather
    Made:     nothing: no answer of a model

    expected the call get_weather, but it was not made

    A request found no recording:
      request 1, /v1/responses: the request changed
        - input: "a"
        + input: "b""
  `);
});

test.each([
  ['a promise', () => calledTools(Promise.resolve([]), []), 'a promise: await it first'],
  ['a text', () => calledTools('hello', []), 'found string'],
  ['an object', () => calledTools({ choices: [] }, []), 'an object with choices'],
  [
    'a matcher of the test runner',
    () => wasCalled(both, 'get_weather', { city: expect.any(String) as unknown }),
    'expect.calls[0].arguments.city: expected a value or an argument matcher, found a matcher of the test runner (write $any',
  ],
  [
    'a date',
    () => wasCalled(both, 'x', { at: [new Date(0)] }),
    'arguments.at[0]: expected a value or an argument matcher, found an object of class Date',
  ],
  ['an unknown matcher', () => wasCalled(both, 'x', { a: { $near: 1 } }), '$near'],
  ['a key that is none', () => meetsExpectation(both, { call: [] } as never), 'call'],
  ['two shapes at once', () => meetsExpectation(both, { calls: [], steps: [] }), 'exclude each other'],
  ['a state', () => meetsExpectation(both, { state: {} } as never), 'a transcript has no state'],
  ['no list of calls', () => calledTools(both, { name: 'x' } as never), 'expect.calls'],
  ['a reference to nothing', () => wasCalled(both, 'x', { a: { $result: 'nobody.id' } }), 'nobody'],
])('%s is refused by name, and is no failed assertion', (_, judge, message) => {
  expect(judge).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) as unknown }) as Error,
  );
});

test('assertExpectation throws the same text', () => {
  assertExpectation(both, { calls: 'any' });
  const text = meetsExpectation(both, { calls: [] }).text();
  expect(() => assertExpectation(both, { calls: [] })).toThrow(
    expect.objectContaining({ code: 'ERR_ASSERTION', message: text }) as Error,
  );
});

test('assertCalls throws an AssertionError of the same text, and works under node --test', async () => {
  const program = new URL('programs/node-test.ts', import.meta.url).pathname;
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', program], {
    env,
  }).catch((error: { stdout: string }) => error);
  expect(stdout).toContain('ok 1 - the calls are right');
  expect(stdout).toContain('not ok 2 - the calls are wrong');
  expect(stdout).toContain('ERR_ASSERTION');
  expect(stdout).toMatch(/Expected: get_weather\(city: "Rome"\)\s+Made: {5}get_weather\(city: "Paris"\), in step 1/);
});
