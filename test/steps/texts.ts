import type { Loop } from './loop.ts';
import { MARKS } from './pieces.ts';
import { piecesOf } from './wires.ts';

/** Texts of models that are compared and shown. */
export const TEXTS: readonly Loop[] = [
  {
    name: 'a template of a simulated result',
    load: async () => {
      const { fillTemplate } = await import('../../src/conversation/tools/template.ts');
      return (text) => fillTemplate([text, { a: text }], { city: text.slice(0, 10) });
    },
    pieces: ['${', '}', '$', '{', '$${', 'city', '${city}', '.', '['],
  },
  {
    name: 'a text that a matcher compares',
    load: async () => {
      const { fits } = await import('../../src/match/match.ts');
      return (text) => [
        fits({ $text: `${text}!` }, text),
        fits({ $contains: ['zzz', text.slice(0, 50)] }, text),
        fits({ $url: 'https://a.invalid/?b=c' }, `https://a.invalid/?${text}`),
        fits({ $date: '2026-11-23' }, text),
        fits({ $instant: '2026-11-23T09:00:00+01:00' }, text),
        fits(text, `${text}a`),
      ];
    },
    pieces: [...MARKS, '1', '0.', '!', '%', '٣'],
  },
  {
    name: 'hidden characters and commands of runners',
    load: async () => {
      const { escapeText, escapeLines, escapeInJson, breakRunnerCommands } = await import('../../src/text/escape.ts');
      return (text) => [escapeText(text), escapeLines(text), escapeInJson(text), breakRunnerCommands(text)];
    },
    pieces: [
      ...MARKS,
      '::',
      '##[',
      '##vso[',
      '##teamcity[',
      '\u001b[',
      '\u200d',
      '\ufe0f',
      '\u{e0041}',
      'می‌',
      '\u202e',
      '::error',
      '\r',
    ],
  },
  {
    name: 'the start of a text, and the parts of a value that fit',
    load: async () => {
      const { shorten, excerptAround, joinShort, shortJson } = await import('../../src/text/shorten.ts');
      return (text) => [
        shorten(text, 100),
        shorten(text, text.length - 1),
        excerptAround(text, text.length / 2, 100),
        joinShort(piecesOf(text), ', ', text.length),
        shortJson({ a: text, b: piecesOf(text) }, 120),
        shortJson({ a: text, b: piecesOf(text) }, text.length),
      ];
    },
    pieces: [...MARKS, '\u200d', '\ud83d', '\ude00'],
  },
  {
    name: 'Markdown',
    load: async () => (await import('../../src/report/render/markdown-text.ts')).markdownText,
    pieces: [...MARKS, 'www.', 'http://', '1. ', '- ', '> ', '\u200b'],
  },
  {
    name: 'lines of a terminal',
    load: async () => {
      const { wrap, shortenMiddle, shortenEnd, displayWidth } = await import('../../src/report/render/text-width.ts');
      return (text) => [
        wrap(text, 80),
        wrap(text, 20),
        shortenMiddle(text, 40),
        shortenEnd(text, 40),
        displayWidth(text),
      ];
    },
    pieces: [...MARKS, '::', 'word '],
  },
  {
    name: 'XML',
    load: async () => {
      const { xmlText, xmlAttributes } = await import('../../src/report/render/xml.ts');
      return (text) => [xmlText(text), xmlAttributes({ a: text })];
    },
    pieces: [...MARKS, ']]>', '\ud800', '\u0000'],
  },
];
