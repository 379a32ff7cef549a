import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { SPOKEN } from '../../src/protocol/protocols.ts';
import type { LaneResult } from '../../src/relay/result.ts';
import { cameThrough, faultsOf } from './faults-of.ts';
import { misjudged, place, relayThrough } from './planted.ts';

const LANES = SPOKEN.flatMap((from) => SPOKEN.map((to) => ({ from, to })));

function loses({ fields }: LaneResult): string[] {
  return fields.filter((row) => !cameThrough(row) && row.word !== 'unsayable').map(place);
}

describe.each(LANES)('a gateway from $from to $to', ({ from, to }) => {
  test('loses nothing, and with one fault, or with two, it loses those fields and nothing else', async () => {
    const { run } = await relayThrough(from, to);
    const whole = await run({});
    const clean = whole.fields;
    expect(loses(whole)).toEqual([]);
    expect(whole.stopped).toBeNull();
    expect(clean.length).toBeGreaterThan(380);
    if (from === to) {
      expect(clean.filter(({ word }) => word !== 'kept').map(place)).toEqual([]);
      expect(whole.additions).toEqual([]);
    }
    const faults = faultsOf({ from, to }, clean);
    expect(faults.length).toBeGreaterThanOrEqual(from === to ? 120 : 95);
    const wrong: unknown[] = [];
    for (const [i, planted] of faults.entries()) wrong.push(await misjudged(run, clean, [planted], i));
    const random = xoroshiro128plus(20 + LANES.findIndex((lane) => lane.from === from && lane.to === to));
    for (let i = 0; i < 4; i++) {
      const pair = [0, 1]
        .map(() => faults[uniformInt(random, 0, faults.length - 1)])
        .filter((one) => one !== undefined);
      if (pair[0]?.field !== pair[1]?.field) wrong.push(await misjudged(run, clean, pair, i));
    }
    expect(wrong.filter((one) => one !== null)).toEqual([]);
  }, 120_000);
});
