import { expect, test } from 'vitest';
import { closest, didYouMean } from '../../src/text/closest.ts';

test.each([
  ['promt', ['prompt', 'prompts', 'messages'], 'prompt'],
  ['get-weather', ['get_weather', 'get_whether'], 'get_weather'],
  ['GetWeather', ['get_weather'], 'get_weather'],
  ['toosl', ['tool', 'tools'], 'tools'],
  ['gtp-4o', ['gpt-4o', 'gpt-4o-mini'], 'gpt-4o'],
  ['$regx', ['$regex', '$range'], '$regex'],
  ['x', ['y'], null],
  ['天气', ['天汽'], '天汽'],
  ['X', ['x'], 'x'],
  ['completely', ['different'], null],
  ['a', [], null],
  ['abc', ['abcdef'], null],
])('%s is most likely one of %j: %s', (name, known, expected) => {
  expect(closest(name, known)).toBe(expected);
});

test('the first of equally near names is taken', () => {
  expect(closest('cat', ['car', 'cap'])).toBe('car');
});

test('a suggestion is a sentence, and nothing without one', () => {
  expect(didYouMean('promt', ['prompt'])).toBe(' Did you mean "prompt"?');
  expect(didYouMean('promt', ['xyz'])).toBe('');
});
