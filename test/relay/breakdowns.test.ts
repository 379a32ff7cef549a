import { expect, test } from 'vitest';
import { SPOKEN } from '../../src/protocol/protocols.ts';
import { FIELDS } from '../../src/protocol/places/field.ts';
import { exchangeMark } from '../../src/relay/exchange.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';
import { place, relayThrough } from './planted.ts';
import type { Passing } from './proxy.ts';

interface Breakdown {
  readonly name: string;
  readonly when?: 'whole' | 'streamed';
  /** What the relay has to say of it. */
  readonly says: RegExp;
  readonly breaks: (passing: Passing) => Promise<void> | void;
}

const HTML = '<!doctype html><title>Bad gateway</title><h1>502</h1>';
const json = (status: number, text: string, type = 'application/json') => ({ status, type, text });
const give = ({ response }: Passing, { status, type, text }: ReturnType<typeof json>): void => {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
};
/** Asks the upstream, and then does not pass on what it answered. */
const after = (breaks: (passing: Passing, got: ReturnType<typeof json>) => void) => async (passing: Passing) =>
  breaks(passing, await passing.ask());
const half = (text: string): string => text.slice(0, text.indexOf('\n\n', text.length / 3) + 2);

const BREAKDOWNS: readonly Breakdown[] = [
  {
    name: 'dies before it asks',
    says: /nothing had arrived upstream/,
    breaks: ({ response }) => void response.destroy(),
  },
  {
    name: 'answers 500 before it asks',
    says: /before it asked the upstream: no route/,
    breaks: (one) => give(one, json(500, '{"error":{"message":"no route"}}')),
  },
  {
    name: 'answers a page by itself',
    says: /answered 200 by itself/,
    breaks: (one) => give(one, json(200, HTML, 'text/html')),
  },
  {
    name: 'dies when the upstream has answered',
    says: /the upstream had answered/,
    breaks: after(({ response }) => void response.destroy()),
  },
  {
    name: 'answers 500 when the upstream has answered',
    says: /the upstream answered 200, the gateway 500: TypeError/,
    breaks: after((one) => give(one, json(500, '{"error":{"message":"TypeError: immutable"}}'))),
  },
  {
    name: 'answers 502 with a page',
    says: /the gateway 502/,
    breaks: after((one) => give(one, json(502, HTML, 'text/html'))),
  },
  {
    name: 'answers 200 with a page',
    says: /what came is no answer/,
    breaks: after((one) => give(one, json(200, HTML, 'text/html'))),
  },
  {
    name: 'answers nothing',
    says: /what came is no answer: an empty body/,
    breaks: after((one) => give(one, json(200, ''))),
  },
  {
    name: 'answers an object of its own',
    says: /what came is no answer/,
    breaks: after((one) => give(one, json(200, '{"ok":true}'))),
  },
  {
    name: 'answers an error with 200',
    says: /overloaded/,
    breaks: after((one) => give(one, json(200, '{"error":{"message":"overloaded"}}'))),
  },
  {
    name: 'cuts a body',
    when: 'whole',
    says: /what came is no answer/,
    breaks: after((one, got) => give(one, { ...got, text: got.text.slice(0, 60) })),
  },
  {
    name: 'cuts a stream',
    when: 'streamed',
    says: /the stream ends before the answer does|what came is no answer/,
    breaks: after((one, got) => give(one, { ...got, text: half(got.text) })),
  },
  {
    name: 'dies in a stream',
    when: 'streamed',
    says: /the upstream had answered/,
    breaks: after(({ response }, { text, type }) => {
      response.writeHead(200, { 'content-type': type });
      response.write(half(text), () => response.destroy());
    }),
  },
  {
    name: 'says an error in a stream',
    when: 'streamed',
    says: /an error came in place of the answer|overloaded/,
    breaks: after((one, got) =>
      give(one, { ...got, text: `${half(got.text)}data: {"error":{"message":"overloaded","code":503}}\n\n` }),
    ),
  },
];

const BROKEN: ReadonlySet<string> = new Set(['choice-required', 'answer-text-and-call', 'answer-length']);
const AROUND_THEM = SITUATIONS.filter(
  ({ id }) => BROKEN.has(id) || /^(?:bare-|tool-name|seed|result-error|error-)/.test(id),
);

test.each(SPOKEN)(
  'a %s gateway that breaks down on some situations failed them, and nothing else',
  async (protocol) => {
    const { run, lane } = await relayThrough(protocol);
    for (const { name, when, says, breaks } of BREAKDOWNS) {
      const streams = when === undefined ? [false, true] : [when === 'streamed'];
      const marks = SITUATIONS.filter(({ id }) => BROKEN.has(id)).flatMap((situation) =>
        streams.map((stream) => exchangeMark(lane, situation, stream)),
      );
      let asked = false;
      const { fields, stopped } = await run(
        {
          instead: async (passing) => {
            const ask = async (): ReturnType<Passing['ask']> => {
              asked = true;
              return passing.ask();
            };
            if (marks.some((mark) => passing.text.includes(mark))) return breaks({ ...passing, ask });
            return give(passing, await passing.ask());
          },
        },
        { situations: AROUND_THEM, streams },
      );
      const expected = fields.map((row) => {
        const goes = FIELDS[row.field].way === 'there' && asked;
        return `${place(row)} ${BROKEN.has(row.situation) && !goes ? 'failed' : 'kept'}`;
      });
      expect(
        fields.map((row) => `${place(row)} ${row.word}`),
        name,
      ).toEqual(expected);
      const failed = fields.filter(({ word }) => word === 'failed');
      expect(failed.length, name).toBeGreaterThan(2);
      for (const { note, side } of failed) {
        expect(note, name).toMatch(says);
        expect(side).toBe('gateway');
      }
      expect(stopped, name).toBeNull();
    }
  },
);

test('a gateway that hangs on a situation failed it, and nothing else', async () => {
  const { run, lane } = await relayThrough('messages');
  const situations = SITUATIONS.filter(({ id }) => id === 'choice-required' || id === 'bare-tool');
  const [bare, broken] = situations;
  if (bare === undefined || broken === undefined) throw new Error('both are there');
  const mark = exchangeMark(lane, broken, true);
  const { fields } = await run(
    { instead: async (passing) => (passing.text.includes(mark) ? undefined : give(passing, await passing.ask())) },
    { situations },
    { timeoutMs: 3000 },
  );
  const failed = fields.filter(({ word }) => word !== 'kept');
  expect(failed.map((row) => `${place(row)} ${row.word}`)).toEqual([
    'choice-required choice streamed failed',
    'choice-required answer.call.name streamed failed',
  ]);
  expect(failed[0]?.note).toBe('no answer within 3000 ms; nothing had arrived upstream');
});
