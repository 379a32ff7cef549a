import { PROTOCOL_NAMES } from '../../src/domain/protocol.ts';
import type { RawBody } from '../../src/domain/wire.ts';
import type { Json } from '../../src/json/json.ts';
import type { Loop } from './loop.ts';
import { JSON_PIECES, PAGE, SPOKEN, WORDS } from './pieces.ts';
import { events, piecesOf, reader, TOOLS, WIRES } from './wires.ts';

/** Responses of gateways, in each protocol, and what is read in them. */
const ANSWERS = PROTOCOL_NAMES.flatMap((name): Loop[] => {
  const wire = WIRES[name];
  const stream = (values: readonly Json[]): RawBody => ({
    kind: 'sse',
    text: events([...wire.start, ...values, ...wire.end]),
  });
  return [
    {
      name: `${name}: an answer with a long text and long arguments`,
      load: async () => {
        const read = await reader(name);
        return (text) => read({ kind: 'json', value: wire.json(text, text) }, false);
      },
      pieces: [...SPOKEN, ...JSON_PIECES],
    },
    {
      name: `${name}: a stream with a long text in small pieces`,
      load: async () => {
        const read = await reader(name);
        return (text) => read(stream(piecesOf(text).map(wire.text)), true);
      },
      pieces: SPOKEN,
    },
    ...(name === 'gemini'
      ? []
      : [
          {
            name: `${name}: a stream with long arguments in small pieces`,
            load: async () => {
              const read = await reader(name);
              return (text: string) => read(stream(piecesOf(text).map(wire.args)), true);
            },
            pieces: JSON_PIECES,
          },
        ]),
    {
      name: `${name}: an event stream that is none`,
      load: async () => {
        const read = await reader(name);
        return (text) => read({ kind: 'sse', text }, true);
      },
      pieces: [
        'data: {}\n\n',
        'data:\n',
        '\n',
        ': ping\n',
        'event: error\n',
        'data: [DONE]\n\n',
        'id\n',
        'x',
        '\r',
        'data: {"choices":[]}\n\n',
        'data: 1\n\n',
      ],
    },
    {
      name: `${name}: an error that is a page`,
      load: async () => {
        const read = await reader(name);
        return (text) => read({ kind: 'text', text }, false, 502);
      },
      pieces: [...PAGE, ...WORDS],
    },
    {
      name: `${name}: an error with a long message`,
      load: async () => {
        const read = await reader(name);
        return (message) =>
          read(
            {
              kind: 'json',
              value: { error: { message, type: 'x', code: 'tool_use_failed', failed_generation: message } },
            },
            false,
            400,
          );
      },
      pieces: [...WORDS, ...SPOKEN, ...JSON_PIECES],
    },
  ];
});

export const READINGS: readonly Loop[] = [
  ...ANSWERS,
  {
    name: 'the watch of a stream that arrives byte by byte',
    load: async () => {
      const { StreamWatch } = await import('../../src/protocol/sse/stream-watch.ts');
      const { protocolNamed } = await import('../../src/protocol/protocols.ts');
      return (text) => {
        const watch = new StreamWatch(protocolNamed('chat').stream);
        for (const byte of Buffer.from(text)) watch.see(Uint8Array.of(byte));
      };
    },
    pieces: [
      'data: ',
      '{"choices":[',
      '\n',
      '\r\n',
      'x',
      '"finish_reason"',
      ' ',
      ':',
      '"stop"',
      '[DONE]',
      'event: error',
      '\n\n',
    ],
    around: ['data: {"choices":[{}]}\n\n', ''],
  },
  {
    name: 'the end of a JSON value in a text',
    load: async () => (await import('../../src/json/json-scan.ts')).scanJson,
    pieces: JSON_PIECES,
  },
  {
    name: 'the fault of a JSON text',
    load: async () => (await import('../../src/json/json-fault.ts')).findJsonFault,
    pieces: JSON_PIECES,
  },
  {
    name: 'the depth of a text',
    load: async () => {
      const { textNestsDeeper } = await import('../../src/json/depth.ts');
      return (text) => [textNestsDeeper(text, 256), textNestsDeeper(text, 256, true)];
    },
    pieces: [...JSON_PIECES, '\ndata: '],
  },
  {
    name: 'the arguments of a call',
    load: async () => {
      const { parseArguments } = await import('../../src/protocol/reading/arguments.ts');
      return (text) => parseArguments(text, TOOLS.get('get_weather'));
    },
    pieces: JSON_PIECES,
  },
  {
    name: 'the arguments of a call, a long text inside',
    load: async () => {
      const { parseArguments } = await import('../../src/protocol/reading/arguments.ts');
      return (text) =>
        parseArguments(JSON.stringify({ city: text, list: text.slice(0, 2000).split('') }), TOOLS.get('get_weather'));
    },
    pieces: [...JSON_PIECES, '1.0', '.0', '00', '1e'],
  },
  {
    name: 'a call that a provider could not read',
    load: async () => {
      const { readFailedGeneration } = await import('../../src/protocol/reading/failed-generation.ts');
      return (text) => readFailedGeneration(text, text);
    },
    pieces: [...SPOKEN, ...WORDS],
  },
  {
    name: 'a call that is written into a text',
    load: async () => {
      const { leakIn, markupIn } = await import('../../src/protocol/reading/leak.ts');
      return (text) => [leakIn(text, TOOLS), markupIn(text)];
    },
    pieces: SPOKEN,
    around: ['So: ', ' is it.'],
  },
  {
    name: 'what a reader sees of a page',
    load: async () => {
      const { htmlTitle, plainHtml } = await import('../../src/text/plain-html.ts');
      return (text) => [htmlTitle(text), plainHtml(text)];
    },
    pieces: PAGE,
  },
];
