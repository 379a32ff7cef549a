import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { chat } from '../../src/protocol/chat/chat.ts';
import { StreamWatch } from '../../src/protocol/sse/stream-watch.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { chunk, stream } from '../client/support.ts';

const encoder = new TextEncoder();

function watch(...pieces: string[]): StreamWatch {
  const seen = new StreamWatch(chat.stream);
  for (const piece of pieces) seen.see(encoder.encode(piece));
  return seen;
}

const event = (value: JsonObject): string => stream([value], false);
const THOUGHT = chunk({ reasoning_content: 'hm' }, 'stop');
const TEXT = chunk({ content: 'a' });

test.each<[string, string[], StreamWatch['progress']]>([
  ['a delta', [event(TEXT)], 'open'],
  ['a finish_reason alone', [event(TEXT), event(chunk({}, 'stop'))], 'finished'],
  ['a finish_reason beside a thought', [event(THOUGHT)], 'closing'],
  ['a delta after the finish_reason', [event(chunk({}, 'stop')), event(TEXT)], 'open'],
  ['a delta after one that carried its end', [event(THOUGHT), event(TEXT)], 'open'],
  ['token counts after the finish_reason', [event(chunk({}, 'stop')), event({ choices: [], usage: {} })], 'finished'],
  [
    'an empty delta after the finish_reason',
    [event(chunk({}, 'stop')), event(chunk({ role: 'assistant' }))],
    'finished',
  ],
  ['comments after the finish_reason', [event(chunk({}, 'stop')), ': ping\n\n'], 'finished'],
  ['[DONE]', [event(TEXT), 'data: [DONE]\n\n'], 'done'],
  ['[DONE] without a line break', [event(TEXT), 'data: [DONE]'], 'done'],
  ['an error', [event(TEXT), 'data: {"error":{"message":"no"}}\n\n'], 'finished'],
])('%s leaves a stream as it is to be', (_, pieces, progress) => {
  expect(watch(...pieces).progress).toBe(progress);
});

test('how the bytes are cut changes nothing', () => {
  const text = stream([chunk({ role: 'assistant', content: 'é' }), THOUGHT, TEXT, chunk({}, 'stop')]);
  const bytes = encoder.encode(text);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), fc.nat(bytes.length), (cuts, end) => {
      const bounds = [0, ...cuts.filter((cut) => cut < end).toSorted((a, b) => a - b), end];
      const seen = new StreamWatch(chat.stream);
      for (const [i, from] of bounds.entries()) seen.see(bytes.subarray(from, bounds[i + 1] ?? end));
      const whole = new StreamWatch(chat.stream);
      whole.see(bytes.subarray(0, end));
      expect(seen.progress).toBe(whole.progress);
    }),
  );
});

test('a body that is no stream is whole when it ends, whatever it says', () => {
  expect(watch('{"choices":[').isOver).toBe(true);
  expect(watch(event(TEXT)).isOver).toBe(false);
});
