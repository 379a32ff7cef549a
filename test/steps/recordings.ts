import type { JsonObject } from '../../src/json/json.ts';
import type { Loop } from './loop.ts';
import { JSON_PIECES, KEYS, MARKS } from './pieces.ts';
import { call, events, piecesOf, response, WIRES } from './wires.ts';

/** What is hidden, kept, looked up and told of recordings. */
export const RECORDINGS: readonly Loop[] = [
  {
    name: 'keys in a text',
    load: async () => {
      const { createRedactor } = await import('../../src/redact/redact.ts');
      const redactor = createRedactor({ secrets: ['a-secret-of-ours-1', 'aaaaaaaaaaaaaaaaaaaa'] });
      return (text) => [redactor.mayHold(text), redactor.text(text), redactor.text(text, 'api_key')];
    },
    pieces: [...KEYS, 'a-secret', '-of-ours', 'a', 'YS1zZWNyZXQ', '61'],
  },
  {
    name: 'keys in JSON, and in JSON inside of texts',
    load: async () => {
      const { createRedactor } = await import('../../src/redact/redact.ts');
      const redactor = createRedactor({ secrets: ['a-secret-of-ours-1'] });
      return (text) =>
        redactor.json({
          a: text,
          b: JSON.stringify({ c: text }),
          parts: piecesOf(text).map((piece) => ({ type: 'text', text: piece })),
        });
    },
    pieces: [...KEYS, ...JSON_PIECES],
  },
  {
    name: 'keys that are split over the parts of a content',
    load: async () => {
      const { createRedactor } = await import('../../src/redact/redact.ts');
      const redactor = createRedactor({ secrets: ['a-secret-of-ours-1'] });
      return (text) => redactor.parts(piecesOf(text).map((piece) => ({ type: 'text', text: piece })));
    },
    pieces: KEYS,
  },
  {
    name: 'keys that are split over the events of a stream',
    load: async () => {
      const { createRedactor } = await import('../../src/redact/redact.ts');
      const { mapBody } = await import('../../src/cassette/format/body.ts');
      const { recordedFormAt } = await import('../../src/protocol/recorded-form-at.ts');
      const redactor = createRedactor({ secrets: ['a-secret-of-ours-1'] });
      const form = recordedFormAt('/chat/completions');
      return (text) => mapBody({ kind: 'sse', text: events(piecesOf(text).map(WIRES.chat.text)) }, redactor, form);
    },
    pieces: KEYS,
  },
  {
    name: 'a body as it is kept',
    load: async () => {
      const { textBody } = await import('../../src/cassette/format/body.ts');
      return (text) => [
        textBody(text, 'application/json'),
        textBody(`{"a":${' '.repeat(text.length)}${JSON.stringify(text)}}`, ''),
      ];
    },
    pieces: [...JSON_PIECES, '\t', '\r\n', '1.0', 'data: {}\n\n'],
  },
  {
    name: 'the key of a request with many messages and calls',
    load: async () => {
      const { createKeyer } = await import('../../src/cassette/lookup/key.ts');
      const { createRedactor } = await import('../../src/redact/redact.ts');
      return (text) => {
        const keyer = createKeyer({
          redactor: createRedactor({ secrets: ['a-secret-of-ours-1'] }),
          ignore: ['messages[*].name'],
        });
        const messages = piecesOf(text).flatMap((piece, i): JsonObject[] => [
          { role: 'user', content: piece },
          { role: 'assistant', content: null, tool_calls: [{ ...call(piece), id: `id_${i}` }] },
          { role: 'tool', tool_call_id: `id_${i}`, content: piece },
        ]);
        return [
          keyer.keyOf('/chat/completions', { model: 'm', messages }),
          keyer.canonicalText('/chat/completions', { model: 'm', messages }),
        ];
      };
    },
    pieces: [...KEYS, 'a', '"', '[redacted:x1]', '[redacted:0011aabb]'],
  },
  {
    name: 'the difference of two requests',
    load: async () => {
      const { differencesOf, nearestRequest } = await import('../../src/cassette/lookup/nearest.ts');
      return (text) => {
        const body = (start: string): JsonObject => ({
          messages: piecesOf(text).map((content) => ({ role: 'user', content: start + content })),
        });
        return [differencesOf(body('a'), body('b')), nearestRequest(body('a'), [body('a'), body('b'), body('c')])];
      };
    },
    pieces: MARKS,
  },
  {
    name: 'the conversations of a traffic',
    load: async () => {
      const { readTraffic } = await import('../../src/traffic/read-traffic.ts');
      return (text) =>
        readTraffic(
          piecesOf(text).map((content, i) => ({
            endpoint: '/chat/completions',
            key: '',
            request: { model: 'm', messages: [{ role: 'user', content: content + i }] },
            response: response({ kind: 'json', value: WIRES.chat.json(content, '{}') }),
            latencyMs: 1,
            firstByteMs: 1,
          })),
        );
    },
    pieces: ['a', '{', 'get_weather'],
  },
];
