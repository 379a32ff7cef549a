import { assertCalls, attachCassette, transcriptOf } from 'tooltape';
import { expect, test, type CallPattern } from 'tooltape/vitest';

const calls: readonly CallPattern[] = [{ name: 'get_weather', arguments: { city: /Paris/ } }];

test('typed', async ({ tape }) => {
  expect(tape).toHaveCalled('get_weather', { city: 'Paris' });
  expect(tape).not.toHaveCalledTools('any');
  expect(tape.transcript()).toHaveCalledTools(calls);
  expect(tape.conversations()[0]).toMeetExpectation({
    any_of: [{ calls: [] }, { steps: [calls] }],
    final: { contains: ['22'] },
  });
  expect(transcriptOf([{ role: 'user', content: 'hi' }], { protocol: 'chat' })).toHaveCalledTools([]);
  const result: unknown = tape.calls()[0]?.result?.value;
  expect(result).toBe(22);
  await expect(Promise.resolve(tape)).resolves.toHaveCalledTools(calls);
  assertCalls(tape, calls);
  // @ts-expect-error: the name is missing
  expect(tape).toHaveCalled();
  // @ts-expect-error: a call has a name
  expect(tape).toHaveCalledTools([{ tool: 'x' }]);
  await using other = await attachCassette({
    file: 'x.json',
    origins: ['https://api.openai.com'],
    only: ['/chat/completions'],
    mode: 'none',
  });
  await other.run(async () => {});
});

test.override({ tapeOptions: { name: 'x', strict: false } });
test.extend('more', async ({ tape }) => tape.file);
