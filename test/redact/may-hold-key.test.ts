import { expect, test } from 'vitest';
import { replaceKeys } from '../../src/redact/find-keys.ts';
import { mayHoldKey } from '../../src/redact/may-hold-key.ts';
import { SHAPES } from '../../src/redact/shapes.ts';
import { exampleOf } from './example-of.ts';

test.each(SHAPES.map((shape) => [`${shape.vendor}, ${shape.name}`, shape] as const))(
  'a text with a key of %s is never passed by',
  (_, shape) => {
    let found = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const key = exampleOf(shape, seed);
      if (key === null) continue;
      for (const text of [
        key,
        `say ${key} now`,
        JSON.stringify({ a: `\n${key}` }),
        JSON.stringify({ b: JSON.stringify([key]) }),
      ]) {
        if (replaceKeys(text, '', () => '') === text) continue;
        found += 1;
        expect(mayHoldKey(text), text).toBe(true);
      }
    }
    expect(found).toBeGreaterThan(0);
  },
);
