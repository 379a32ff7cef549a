import { expect, test } from 'vitest';
import { BoundedMap, rememberTexts } from '../../src/json/remember.ts';

test('a bounded map holds as many entries as it says, and then begins anew', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('b', 3);
  expect([map.get('a'), map.get('b')]).toEqual([1, 3]);
  map.set('c', 4);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, undefined, 4]);
});

test('a text is made anew only after as many others as are remembered', () => {
  const made: string[] = [];
  const remembered = rememberTexts(2, (text) => {
    made.push(text);
    return text.length;
  });
  for (const text of ['a', 'bb', 'a', 'bb', 'c', 'c', 'a']) remembered(text);
  expect(made).toEqual(['a', 'bb', 'c', 'a']);
});
