import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { stepCounter } from '../support/steps.ts';
import { READINGS } from './readings.ts';
import { RECORDINGS } from './recordings.ts';
import { TEXTS } from './texts.ts';

const LONG = 6000;
/** Twice as many steps for a text of twice the length, and what is constant in them. */
const LINEAR = 2.3;
/** What windows and caches of a fixed size may cost. */
const CONSTANT = 20_000;

const count = await stepCounter();

test.each([...READINGS, ...RECORDINGS, ...TEXTS].map((loop) => [loop.name, loop] as const))(
  '%s: twice the text takes twice the steps',
  async (_, { load, pieces, around: [before, after] = ['', ''] }) => {
    const run = await load();
    const textOf = (unit: string, length: number): string =>
      before + unit.repeat(Math.ceil(length / unit.length)) + after;
    // What is loaded and remembered at the first need is no step of the loop.
    run(textOf(pieces.join(''), 100));
    const unit = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    let most = 0;
    await fc.assert(
      fc.asyncProperty(unit, async (one) => {
        const half = await count(() => run(textOf(one, LONG)));
        const whole = await count(() => run(textOf(one, 2 * LONG)));
        most = Math.max(most, half);
        expect(whole).toBeLessThanOrEqual(LINEAR * half + CONSTANT);
      }),
      { numRuns: 6, seed: 2 },
    );
    expect(most).toBeGreaterThan(0);
  },
);

test.each<[string, (text: string) => unknown]>([
  [
    'a search back to the start of the line at each place',
    (text) => Array.from(text).map((_, i) => text.lastIndexOf('\n', i)),
  ],
  [
    'a copy of a list for each piece',
    (text) => Array.from(text).reduce<string[]>((list, piece) => [...list, piece], []),
  ],
  ['a search for an end that is missing', (text) => Array.from(text).map((_, i) => /x/.exec(text.slice(i)))],
  [
    'a value that is parsed again with each piece',
    (text) => Array.from(text).map((_, i) => JSON.stringify(text.slice(0, i))),
  ],
])('%s takes more', async (_, work) => {
  const half = await count(() => work('a'.repeat(500)));
  expect(await count(() => work('a'.repeat(1000)))).toBeGreaterThan(3 * half);
});
