import { describe, expect, test } from 'vitest';
import { FIELDS } from '../../src/protocol/places/field.ts';
import type { FieldName } from '../../src/protocol/places/field-name.ts';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';
import { plant, type Kind } from './faults.ts';
import { lost, place, relayThrough } from './planted.ts';

/** Fields that have another's place for their own: a fault at the place is one of both. */
const SHARED: { readonly [name in FieldName]?: readonly FieldName[] } = {
  'result.parts': ['result.content'],
  'result.content': ['result.parts'],
};
/** Without its parameters a tool says nothing else of them; without its role a message is none. */
const UNDROPPABLE: ReadonlySet<FieldName> = new Set<FieldName>(['schema.order', 'developer.role']);
/** An image and an error are parts of the content of a result: a fault of the one is one of the other. */
const HELD = SITUATIONS.filter(({ id }) => id !== 'result-image' && id !== 'result-error');
/** Arguments that are gone from a stream are none: `{}`. */
const NO_FAULT =
  /^gemini changed .* result\.error |^messages dropped answer-no-arguments answer\.call\.arguments streamed/;
const AROUND = /^(?:exchange\.|answer\.(?:status|message)$)/;

describe.each(PROTOCOLS.map(({ name, places }) => ({ protocol: name, places })))(
  'through a proxy of $protocol',
  ({ protocol, places }) => {
    test('that passes everything on, every field is kept', async () => {
      const { run } = await relayThrough(protocol);
      const { fields, additions, stopped } = await run({});
      expect(fields.filter(({ word }) => word !== 'kept').map(place)).toEqual([]);
      expect(fields.length).toBeGreaterThan(380);
      expect({ additions, stopped }).toEqual({ additions: [], stopped: null });
    });

    // What tells a change from a loss is the same for all protocols.
    test.each<Kind>(protocol === 'chat' ? ['dropped', 'changed'] : ['dropped'])(
      'that has one fault, a field %s, it is found and nothing else',
      async (kind) => {
        const { run } = await relayThrough(protocol);
        const clean = (await run({})).fields;
        const said = new Set(clean.map(({ field }) => field));
        const names = [...said].filter((name) => !AROUND.test(name) && !(kind === 'dropped' && UNDROPPABLE.has(name)));
        expect(names.length).toBeGreaterThanOrEqual(60);
        const wrong: unknown[] = [];
        for (const name of names) {
          // The way back is another for a stream; the way there is the same.
          const streams = FIELDS[name].way === 'back' ? [false, true] : [false];
          const situations = name === 'result.content' || name === 'result.parts' ? HELD : SITUATIONS;
          const hit = new Set<FieldName>([name, ...(SHARED[name] ?? [])]);
          const expected = clean
            .filter(
              ({ field, stream, situation }) =>
                hit.has(field) && streams.includes(stream) && situations.some(({ id }) => id === situation),
            )
            .map((row) => `${place(row)} ${kind}`)
            .filter((one) => !NO_FAULT.test(`${protocol} ${kind} ${one}`));
          const found = lost(await run(plant(places, name, kind), { streams, situations }));
          if (JSON.stringify(found) === JSON.stringify(expected)) continue;
          wrong.push({
            fault: name,
            missed: expected.filter((one) => !found.includes(one)),
            beside: found.filter((one) => !expected.includes(one)),
          });
        }
        expect(wrong).toEqual([]);
      },
      300_000,
    );
  },
);
