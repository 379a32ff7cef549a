import { expect, test } from 'vitest';
import { fillTemplate } from '../../../src/conversation/tools/template.ts';
import type { Json } from '../../../src/json/json.ts';

const args = {
  query: '雨伞',
  max_price: 99.5,
  flag: false,
  none: null,
  list: [1, { deep: 'x' }],
  nested: { a: { b: 2 } },
};

test.each<[string, Json, Json]>([
  ['alone it keeps a number', '${max_price}', 99.5],
  ['alone it keeps a boolean', '${flag}', false],
  ['alone it keeps an object', '${nested.a}', { b: 2 }],
  ['alone it keeps a list', '${list}', [1, { deep: 'x' }]],
  ['alone and missing it is null', '${nothing.here}', null],
  ['inside text it is written out', '${query} 商品A', '雨伞 商品A'],
  ['inside text a number is written out', 'up to ${max_price} yuan', 'up to 99.5 yuan'],
  ['inside text an object is JSON', 'a: ${nested.a}', 'a: {"b":2}'],
  ['inside text a missing value is empty', '[${nothing}]', '[]'],
  ['inside text null is empty', '[${none}]', '[]'],
  ['indices reach into lists', '${list[1].deep}', 'x'],
  ['two in one text', '${query}/${query}', '雨伞/雨伞'],
  ['a doubled dollar is a literal', 'price: $${query}', 'price: ${query}'],
  ['a doubled dollar alone is a literal', '$${query}', '${query}'],
  ['at any depth', { a: ['${query}', { b: '${flag}' }] }, { a: ['雨伞', { b: false }] }],
  ['inherited names are not arguments', '${constructor}', null],
  ['a replacement pattern is data', '${nested.a.b} $& $1', '2 $& $1'],
])('%s', (_, template, expected) => {
  expect(fillTemplate(template, args)).toEqual(expected);
});
