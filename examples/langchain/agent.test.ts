import { describe, expect, test } from 'tooltape/vitest';
import { ask } from './agent.ts';

// Change the prompt and run it with CI=1: the test fails with the difference.
const PROMPT = process.env['PROMPT'] ?? 'What is the weather in Paris?';

describe.each(['chat', 'responses'] as const)('the agent, over %s', (api) => {
  for (const stream of [false, true]) {
    test.concurrent(stream ? 'streamed' : 'at once', async ({ tape, expect: own }) => {
      own(await ask(PROMPT, { api, stream })).toContain('22');

      // Whichever API it is: what was called, and nothing else.
      own(tape).toHaveCalledTools([{ name: 'get_weather', arguments: { city: 'Paris' } }]);
      own(tape).toMeetExpectation({ calls: [{ name: 'get_weather' }], final: { contains: ['22'] } });
      own(tape.calls()[0]?.result?.value).toEqual({ temperature: 22 });
      own(tape.conversations()).toHaveLength(1);
    });
  }
});

test('the matchers take messages, too', () => {
  expect([{ role: 'user', content: 'hi' }]).toHaveCalledTools([]);
});
