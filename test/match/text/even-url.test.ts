import { expect, test } from 'vitest';
import { evenUrl } from '../../../src/match/text/even-url.ts';

test.each([
  ['HTTPS://Shop.Example.org', 'https://shop.example.org/'],
  ['http://example.org:80/list', 'http://example.org/list'],
  ['https://example.org/a/./b/../c', 'https://example.org/a/c'],
  ['https://example.org/%7euser/%c3%bc', 'https://example.org/~user/ü'],
  ['https://example.org/list?', 'https://example.org/list#'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  [' https://example.org/a ', 'https://example.org/a'],
])('%s and %s are one address', (a, b) => {
  expect(evenUrl(a)).not.toBeNull();
  expect(evenUrl(a)).toBe(evenUrl(b));
});

test.each([
  ['https://example.org/a', 'https://example.org/a/'],
  ['https://example.org/a', 'http://example.org/a'],
  ['https://example.org/a', 'https://example.org/A'],
  ['https://example.org/?x=1&y=2', 'https://example.org/?y=2&x=1'],
  ['https://example.org/a%2Fb', 'https://example.org/a/b'],
  ['https://example.org/a?q=x', 'https://example.org/a'],
  ['https://example.org:8443/', 'https://example.org/'],
])('%s and %s are two', (a, b) => {
  expect(evenUrl(a)).not.toBe(evenUrl(b));
});

test.each(['example.org', '/list', '', 'https://', 'no address'])('%j is no absolute URL', (text) => {
  expect(evenUrl(text)).toBeNull();
});
