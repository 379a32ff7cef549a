import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { FIELDS, type NodeKind } from '../../src/protocol/places/field.ts';
import type { FieldName } from '../../src/protocol/places/field-name.ts';
import { rootSpot } from '../../src/protocol/places/pattern.ts';
import { nodesOf, say, sayingOf } from '../../src/protocol/places/read-place.ts';
import { protocolNamed, SPOKEN } from '../../src/protocol/protocols.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';
import { place, relayThrough } from './planted.ts';

/** A value of each parameter and of each further field of a tool, as some situation sends it. */
const VALUES = new Map(
  SITUATIONS.flatMap(({ send }) => [send.parameters ?? {}, ...(send.tools ?? []).map(({ more }) => more ?? {})])
    .flatMap((values) => Object.entries(values) as [FieldName, Json][])
    .concat([
      ['tool.strict', true],
      ['choice', 'required'],
    ]),
);
/** Nobody's question is another for these: they are listed. */
const LISTED: ReadonlySet<FieldName> = new Set<FieldName>([
  'tool.callers',
  'tool.deferred',
  'tool.examples',
  'tool.cache',
  'probabilities',
  'probabilities.top',
  'user',
  'safety_identifier',
  'metadata',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prediction',
  'audio',
]);
const BARE = SITUATIONS.filter(({ bare }) => bare === true);

test.each(SPOKEN)('what a %s gateway adds is changed where it changes a meaning, else listed', async (protocol) => {
  const { run } = await relayThrough(protocol);
  const { places } = protocolNamed(protocol);
  const wrong: unknown[] = [];
  let planted = 0;
  for (const [field, value] of VALUES) {
    const at = places.fields[field];
    if (at.at === null || at.heard === true) continue;
    const ofTool = FIELDS[field].of === 'tool';
    let adds = false;
    const request = (body: JsonObject): void => {
      for (const node of ofTool ? nodesOf(places, 'tool', body) : [rootSpot(body)]) {
        // What every request of ours says is no addition.
        if (sayingOf(places, field, node, body) === null) adds = say(places, field, node, value) || adds;
      }
    };
    const { fields, additions } = await run({ request }, { situations: BARE, streams: [false] });
    if (!adds) continue;
    const lost = fields.filter(({ word }) => word !== 'kept');
    const plain: readonly Json[] = FIELDS[field].plain ?? [];
    const listed = LISTED.has(field) || plain.includes(value);
    const where = ofTool
      ? ['bare-tool']
      : field === 'max_tokens'
        ? ['no-limit']
        : ['bare-text', 'bare-tool', 'no-limit'];
    const expected = listed ? [] : where.map((id) => `${id} ${field} whole changed`);
    const said = lost.map((row) => `${place(row)} ${row.word}`);
    const added = additions.map((one) => one.field);
    const shown = plain.includes(value) || !listed ? [] : [field];
    planted++;
    if (JSON.stringify([said, added]) !== JSON.stringify([expected, shown])) wrong.push({ field, value, said, added });
  }
  expect(wrong).toEqual([]);
  expect(planted).toBeGreaterThanOrEqual(15);
});

/** One more of what a body holds several of, and the field that tells it. */
const MORE: readonly (readonly [NodeKind, FieldName, string])[] = [
  ['tool', 'tool.name', 'tool-names'],
  ['user', 'user.text', 'three-turns'],
  ['assistant', 'assistant.text', 'three-turns'],
  ['call', 'call.name', 'call-history'],
  ['made call', 'answer.call.name', 'answer-calls'],
];

test.each(SPOKEN)('one more tool, message or call than there was is changed through a %s gateway', async (protocol) => {
  const { run } = await relayThrough(protocol);
  const { places } = protocolNamed(protocol);
  for (const [kind, field, id] of MORE) {
    const double = (body: JsonObject): void => {
      const last = nodesOf(places, kind, body).at(-1);
      if (last === undefined || !Array.isArray(last.holder)) return;
      const copy = structuredClone(last.holder[Number(last.key)] ?? null);
      last.holder.splice(Number(last.key), 0, copy);
    };
    const answer = (text: string): string => {
      const body = JSON.parse(text) as JsonObject;
      double(body);
      return JSON.stringify(body);
    };
    const situations = SITUATIONS.filter((one) => one.id === id);
    const fault = kind === 'made call' ? { answer } : { request: double };
    const { fields } = await run(fault, { situations, streams: [false] });
    expect(fields.find((row) => row.field === field)?.word, kind).toBe('changed');
  }
});
