import { expect, test } from 'vitest';
import { issueText, load } from './load-text.ts';

function warningsOf(tool: string, more = ''): string[] {
  const yaml = `id: a\nprompt: Hi\ntools:\n  - ${tool}\n${more}\nexpect: { calls: any }\n`;
  return load({ 'scenarios/a.yaml': yaml }).warnings.map(issueText);
}

const property = (schema: string): string =>
  `{ name: f, parameters: { type: object, properties: { x: ${schema} } }, returns: [{ result: 1 }] }`;
const parameters = (schema: string): string => `{ name: f, parameters: ${schema}, returns: [{ result: 1 }] }`;
const name = (text: string): string => `{ name: "${text}", parameters: { type: object }, returns: [{ result: 1 }] }`;

test.each([
  ['portable', name('get_weather-2'), []],
  ['dots', name('math.sqrt'), ['Anthropic and OpenAI refuse dots in "math.sqrt": write "math_sqrt".']],
  [
    'other letters',
    name('天气'),
    ['OpenAI and Anthropic take only letters, digits, "_" and "-" in a name, not "天气".'],
  ],
  ['a digit first', name('2fa'), ['Gemini wants "2fa" to start with a letter or "_".']],
  [
    '65 characters',
    name('x'.repeat(65)),
    [`OpenAI, Anthropic and Gemini take at most 64 characters, "${'x'.repeat(65)}" has 65.`],
  ],
  [
    'a reserved name',
    name('google_search'),
    ['Gateways take "google_search" for a tool of their own: choose another name.'],
  ],
  [
    "OpenAI's wrapper",
    name('multi_tool_use.parallel'),
    ['Gateways take "multi_tool_use.parallel" for a tool of their own: choose another name.'],
  ],
  [
    'no parameters',
    '{ name: f, returns: [{ result: 1 }] }',
    ['Some gateways drop a tool without "parameters": write { type: object, properties: {} }.'],
  ],
  [
    'no returns',
    '{ name: f, parameters: { type: object } }',
    ['"f" has no "returns", so every call is answered with null.'],
  ],
  [
    'an entry behind the default',
    '{ name: f, parameters: { type: object }, returns: [{ result: 1 }, { when: { a: 1 }, result: 2 }] }',
    ['This entry is never reached: the one before it answers every call. Put it first, or give that one a "when".'],
  ],
  ['no type', parameters('{ properties: {} }'), ['The schema has no type: OpenAI wants `type: object`.']],
  [
    'anyOf at the top',
    parameters('{ type: object, anyOf: [{ required: [a] }] }'),
    ['OpenAI and Anthropic refuse anyOf at the top of parameters: put it into a property.'],
  ],
  ['$schema', parameters('{ $schema: "x", type: object }'), ['Gemini refuses $schema: leave it out.']],
  [
    'additionalProperties',
    parameters('{ type: object, additionalProperties: false }'),
    ['Gemini refuses additionalProperties: leave it out.'],
  ],
  ['const', property('{ const: 1 }'), ['Gemini refuses const: write an enum with one value.']],
  [
    'exclusiveMinimum',
    property('{ type: number, exclusiveMinimum: 0 }'),
    ['Gemini refuses exclusiveMinimum: write minimum, or say it in the description.'],
  ],
  ['a list of types', property('{ type: [string, "null"] }'), ['Gemini refuses a list of types: write one, or anyOf.']],
  [
    'an enum of numbers',
    property('{ type: integer, enum: [1, 2] }'),
    ['Gemini refuses an enum of anything but strings: write strings, or say it in the description.'],
  ],
  [
    'an array of anything',
    property('{ type: array }'),
    ['OpenAI and Gemini refuse an array without items: say what it holds.'],
  ],
  [
    '$ref with siblings',
    parameters(
      '{ type: object, properties: { a: { $ref: "#/$defs/a", description: x } }, $defs: { a: { type: string } } }',
    ),
    ['Gemini refuses keywords beside $ref: write the schema out.'],
  ],
  [
    'a property in another script',
    parameters('{ type: object, properties: { 城市: { type: string } } }'),
    ['Anthropic takes only property names of letters, digits, "_", "." and "-", at most 64.'],
  ],
  [
    'deep inside',
    property('{ type: array, items: { anyOf: [{ type: object, properties: { y: { const: 1 } } }] } }'),
    ['Gemini refuses const: write an enum with one value.'],
  ],
  [
    'strict with all it wants',
    '{ name: f, strict: true, parameters: { type: object, properties: { a: { type: string } }, required: [a], additionalProperties: false }, returns: [{ result: 1 }] }',
    [],
  ],
  [
    'strict without',
    '{ name: f, strict: true, parameters: { type: object, properties: { a: { type: string } } }, returns: [{ result: 1 }] }',
    [
      'The strict mode of OpenAI wants `additionalProperties: false`.',
      'The strict mode of OpenAI wants every property to be required: a is not.',
    ],
  ],
])('a tool with %s', (_, tool, expected) => {
  expect(warningsOf(tool).map((text) => text.replace(/^[^:]*:\d+ [^:]*: (.*) \[.*\]$/, '$1'))).toEqual(expected);
});

test('a warning says where, in either form of a tool', () => {
  expect(
    warningsOf(
      'type: function\n    function:\n      name: f\n      parameters:\n        type: object\n        properties: { a: { const: 1 } }\n    returns: [{ result: 1 }]',
    ),
  ).toEqual([
    'scenarios/a.yaml:9 tools[0].function.parameters.properties.a.const: Gemini refuses const: write an enum with one value. [schema-dialect]',
  ]);
});

test('a shared tool is linted once, where it is defined', () => {
  const { warnings } = load({
    'scenarios/a.json': JSON.stringify(
      {
        tools: [{ name: 'a.b', parameters: { type: 'object' } }],
        scenarios: [
          { id: 'x', prompt: 'Hi', tools: ['a.b'], expect: { calls: [] } },
          { id: 'y', prompt: 'Hi', tools: ['a.b'], expect: { calls: [] } },
        ],
      },
      null,
      2,
    ),
  });
  expect(warnings.map(issueText)).toEqual([
    'scenarios/a.json:4 tools[0].name: Anthropic and OpenAI refuse dots in "a.b": write "a_b". [tool-name]',
  ]);
});

test.each([
  ['expect: { calls: [] }', 0],
  ['expect: { forbidden: [f] }', 0],
  ['max_steps: 1\nexpect: { calls: any }', 0],
  ['expect: { extra: [f], calls: [] }', 1],
  ['expect: { calls: [{ name: f }] }', 1],
])('a tool without results is a warning only where it may rightly be called: %s', (expectation, count) => {
  const yaml = `id: a\nprompt: Hi\ntools: [{ name: f, parameters: { type: object } }]\n${expectation}\n`;
  const found = load({ 'scenarios/a.yaml': yaml }).warnings.filter((issue) => issue.code === 'no-returns');
  expect(found).toHaveLength(count);
});

test.each([
  ['prompt: Hi', 1],
  ['prompt: Hi\nexpect: { extra: allow }', 1],
  ['turns: [{ user: Hi }, { user: Ho, expect: { final: { contains: [x] } } }]', 0],
  ['prompt: Hi\ntool_choice: none', 0],
])('a scenario that expects nothing is a warning: %s', (text, count) => {
  const found = load({ 'scenarios/a.yaml': `id: a\n${text}\n` }).warnings;
  expect(found.map((issue) => issue.code)).toEqual(Array.from({ length: count }, () => 'no-expectation'));
});

test('integers that lose digits are a warning where a call or a result would be taken for another', () => {
  const tool = `{ name: f, parameters: { type: object }, returns: [{ result: { n: -12345678901234567890 } }] }`;
  const one = `id: a\nprompt: Hi\ntools: [${tool}]\nexpect: { calls: [{ name: f, arguments: { a: [9007199254740993] } }] }\n`;
  const turns = `id: b\ntools: [{ name: f, parameters: { type: object }, returns: [{ result: 1e300 }] }]
turns: [{ user: Hi, expect: { calls: [{ name: f, arguments: { a: 9007199254740991, b: 9007199254740993 } }] } }]\n`;
  const { warnings } = load({ 'scenarios/a.yaml': one, 'scenarios/b.yaml': turns });
  expect(warnings.map(({ file, path, code }) => [file, path, code])).toEqual([
    ['scenarios/a.yaml', 'tools[0].returns[0].result.n', 'inexact-number'],
    ['scenarios/a.yaml', 'expect.calls[0].arguments.a[0]', 'inexact-number'],
    ['scenarios/b.yaml', 'turns[0].expect.calls[0].arguments.b', 'inexact-number'],
  ]);
});
