import { expect, test } from 'vitest';
import { asText, isObject, type Json, type JsonObject } from '../../src/json/json.ts';
import { parseJson } from '../../src/json/parse.ts';
import { SPOKEN } from '../../src/protocol/protocols.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';
import { cameThrough } from './faults-of.ts';
import { place, relayThrough } from './planted.ts';
import type { ProxyFault } from './proxy.ts';

/** Calls `change` for each key of each object in a value, before it goes into that key's value. */
function eachKey(value: Json, change: (holder: JsonObject, key: string, value: Json) => void): void {
  if (Array.isArray(value)) for (const one of value) eachKey(one, change);
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    change(value, key, value[key] ?? null);
    if (value[key] !== undefined) eachKey(value[key], change);
  }
}

type Harm = (holder: JsonObject, key: string, value: Json) => void;

const there = (harm: Harm): ProxyFault => ({ request: (body) => eachKey(body, harm) });
const back = (harm: Harm): ProxyFault => ({
  answer: (text, stream) => {
    const change = (json: string): string => {
      const body = JSON.parse(json) as JsonObject;
      eachKey(body, harm);
      return JSON.stringify(body);
    };
    if (!stream) return change(text);
    return text.replaceAll(/^data: (\{.*\})\r?$/gm, (line, json: string) => line.replace(json, () => change(json)));
  },
});

/** Streams without the events whose piece of the text is white. */
const withoutWhite: ProxyFault = {
  answer: (text, stream) =>
    stream
      ? text.replaceAll(/^(?:event: .*\r?\n)?data: (\{.*\})\r?\n\r?\n/gm, (event, json: string) => {
          let white = false;
          eachKey(JSON.parse(json) as Json, (_, key, value) => {
            if (/^(?:content|delta|text)$/.test(key)) white ||= typeof value === 'string' && /^\s+$/.test(value);
          });
          return white ? '' : event;
        })
      : text,
};

const TEXTS = new Set(['text', 'content', 'instructions', 'system']);
const trim: Harm = (holder, key, value) => {
  if (TEXTS.has(key) && typeof value === 'string') holder[key] = value.trim();
};

/** Calls without the arguments that JavaScript takes for missing. */
const emptied: Harm = (holder, key, value) => {
  if (key !== 'arguments' && key !== 'input' && key !== 'args') return;
  const args = typeof value === 'string' ? parseJson(value) : value;
  if (args === undefined || !isObject(args)) return;
  const kept = Object.fromEntries(Object.entries(args).filter(([, one]) => Boolean(one)));
  holder[key] = typeof value === 'string' ? JSON.stringify(kept) : kept;
};

const without =
  (...names: readonly string[]): Harm =>
  (holder, key) => {
    if (names.includes(key)) delete holder[key];
  };

const retyped =
  (from: string, to: string): Harm =>
  (holder, key, value) => {
    if (typeof value === 'string' && /^(?:media_type|mimeType|url|image_url|file_data)$/.test(key)) {
      holder[key] = value.replace(from, to);
    }
  };

/** Lists of parts without some of them. */
const parts =
  (keep: (part: JsonObject, all: readonly JsonObject[]) => boolean): Harm =>
  (holder, key, value) => {
    if (!['content', 'parts', 'output'].includes(key) || !Array.isArray(value)) return;
    const all = value.filter(isObject);
    holder[key] = all.filter((part) => keep(part, all));
  };
const isText = (part: JsonObject): boolean => /^(?:input_)?text$/.test(asText(part['type'])) || 'text' in part;
const isImage = (part: JsonObject): boolean =>
  /image/.test(asText(part['type'])) || JSON.stringify(part['inlineData'] ?? null).includes('image/');

const oneSystem: ProxyFault = {
  request: (body) => {
    const list = body['messages'] ?? body['input'];
    let seen = 'instructions' in body ? 1 : 0;
    const isKept = (one: Json): boolean => !isObject(one) || one['role'] !== 'system' || ++seen === 1;
    if (Array.isArray(list)) body['messages' in body ? 'messages' : 'input'] = list.filter(isKept);
    if (Array.isArray(body['system'])) body['system'] = body['system'].slice(0, 1);
    const { systemInstruction: prompt } = body;
    if (isObject(prompt ?? null) && Array.isArray((prompt as JsonObject)['parts'])) {
      (prompt as { parts: Json[] }).parts.length = 1;
    }
  },
};

const withoutZeros: ProxyFault = {
  request: (body) => {
    const { generationConfig: config = null } = body;
    for (const holder of [body, config].filter(isObject)) {
      for (const [name, value] of Object.entries(holder)) if (value === 0) delete holder[name];
    }
  },
};

interface Row {
  readonly name: string;
  readonly fault: ProxyFault;
  /** `situation field` of every loss. Protocols without the field are left out. */
  readonly lost: readonly string[];
}

/** What gateways lose because of a value, and not because of the name of a field. */
const ROWS: readonly Row[] = [
  { name: 'zeros of parameters', fault: withoutZeros, lost: ['temperature-zero temperature'] },
  { name: 'empty values of calls', fault: there(emptied), lost: ['call-values call.arguments'] },
  { name: 'empty values of calls that come', fault: back(emptied), lost: ['answer-numbers answer.call.arguments'] },
  {
    name: 'white space at the ends',
    fault: there(trim),
    lost: ['white-space system.text', 'white-space user.text', 'white-space assistant.text'],
  },
  { name: 'white space of answers', fault: back(trim), lost: ['white-space answer.text'] },
  { name: 'white pieces of a stream', fault: withoutWhite, lost: ['white-space answer.text'] },
  {
    name: 'the kind of an image',
    fault: there(retyped('image/png', 'image/jpeg')),
    lost: ['image user.image', 'two-images user.image', 'result-image result.image'],
  },
  {
    name: 'the kind of a file',
    fault: there(retyped('application/pdf', 'text/plain')),
    lost: ['file user.file'],
  },
  { name: 'the second system prompt', fault: oneSystem, lost: ['two-system-prompts system.text'] },
  {
    name: 'the second image',
    fault: there(parts((part, all) => !isImage(part) || part === all.find(isImage))),
    lost: ['two-images user.image'],
  },
  {
    name: 'the text beside a file',
    fault: there(parts((part, all) => !isText(part) || !JSON.stringify(all).includes('application/pdf'))),
    lost: ['file user.text'],
  },
  {
    name: 'the text beside an image in a result',
    fault: there((holder, key, value) => {
      if ('role' in holder) return;
      parts((part, all) => !isText(part) || !all.some(isImage))(holder, key, value);
    }),
    lost: ['result-image result.content'],
  },
  {
    name: 'lower bounds',
    fault: there(without('minimum', 'minItems')),
    lost: ['schema-bounds schema.least', 'schema-length schema.fewest'],
  },
  { name: 'lengths of texts', fault: there(without('maxLength')), lost: ['schema-text schema.text'] },
  {
    name: 'the type of any parameter',
    fault: there((holder, key, value) => {
      if (key === 'additionalProperties' && isObject(value)) delete holder[key];
    }),
    lost: ['schema-map schema.map'],
  },
  {
    name: 'what an inner object requires',
    fault: there((_, key, value) => {
      if (key === 'inner' && isObject(value)) delete value['required'];
    }),
    lost: ['schema-nested schema.nested.required'],
  },
];

const LOOKS = new Set(ROWS.flatMap(({ lost }) => lost.map((one) => one.split(' ')[0] ?? '')));

test.each(SPOKEN)(
  'what a %s gateway loses by its value is found, and nothing else',
  async (protocol) => {
    const { run } = await relayThrough(protocol);
    const situations = SITUATIONS.filter(({ id }) => LOOKS.has(id));
    const clean = (await run({}, { situations })).fields;
    expect(clean.filter((row) => !cameThrough(row) && row.word !== 'unsayable').map(place)).toEqual([]);
    const sayable = new Set(
      clean.filter(({ word }) => word !== 'unsayable').map(({ situation, field }) => `${situation} ${field}`),
    );
    for (const { name, fault, lost } of ROWS) {
      const { fields } = await run(fault, { situations });
      const found = fields.filter((row) => !cameThrough(row) && row.word !== 'unsayable');
      const told = new Set(found.map(({ situation, field }) => `${situation} ${field}`));
      expect([...told].toSorted(), name).toEqual(
        lost.filter((one) => sayable.has(one) && isHit(name, protocol)).toSorted(),
      );
    }
  },
  120_000,
);

/** Chat has no images in results, and Gemini holds the text of a result apart from them. */
function isHit(name: string, protocol: string): boolean {
  return name !== 'the text beside an image in a result' || protocol === 'responses' || protocol === 'messages';
}
