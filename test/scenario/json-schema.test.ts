import { readFileSync } from 'node:fs';
import { Validator } from '@cfworker/json-schema';
import { load as loadYaml } from 'js-yaml';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { GENERATED } from '../../scripts/generate.ts';
import { isObject } from '../../src/json/json.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { findScenarioFiles } from '../../src/scenario/find-files.ts';
import { MODIFIERS, OPERATORS } from '../../src/match/operators.ts';
import { WRONG } from './wrong-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readSchema = (file: string): JsonObject =>
  JSON.parse(readFileSync(`${root}/schema/${file}`, 'utf8')) as JsonObject;
const schema = readSchema('scenario.schema.json');
const validator = new Validator(schema, '7', false);

const accepts = (text: string): boolean => validator.validate(loadYaml(text)).valid;

test.each(GENERATED)('$file is fresh (else: npm run generate)', ({ file, content }) => {
  expect(readFileSync(`${root}/${file}`, 'utf8')).toBe(content);
});

test('the JSON Schema accepts every shipped scenario', () => {
  for (const { path, file } of findScenarioFiles([], root).files) {
    const { errors } = validator.validate(loadYaml(readFileSync(path, 'utf8')));
    expect([file, errors]).toEqual([file, []]);
  }
});

test('the JSON Schema accepts the configuration', () => {
  const config = new Validator(readSchema('config.schema.json'), '7', false);
  expect(config.validate(loadYaml(readFileSync(`${root}/tooltape.config.yaml`, 'utf8'))).errors).toEqual([]);
  expect(config.validate({ gateways: { a: { url: 'x' } } }).valid).toBe(false);
});

/** Wrong in meaning only, or before there is a value: the loader alone says so. */
const LAXER = new Set([
  'not a number',
  'an id of dots',
  'an id that is too long',
  'the same id in two files',
  'the same id in one file',
  'nothing said',
  'prompt and messages',
  'prompt and turns',
  'state in a turn',
  'state beside any_of and in it',
  'an operator in state that there is none of',
  'set into nothing',
  'an id twice',
  'after an unknown id',
  'after where no call has an id',
  'after beside steps',
  'after a call of another turn',
  'after a call of another alternative',
  'calls that wait for each other',
  'a call that waits for itself',
  'a call that refers to itself',
  'calls that refer to each other',
  'a reference to nothing',
  'a reference that is none',
  'a reference to a later turn',
  'a reference to another alternative',
  'a reference where no tool is run',
  'a reference in state',
  'a reference in when',
  'two system prompts',
  'calls without tools',
  'any call without tools',
  'a call where tools are none',
  'an undeclared tool',
  'undeclared tools elsewhere',
  'an undeclared tool in a turn',
  'a required call without tools',
  'a tool twice',
  'a tool that names no shared one',
  'a shared name in a file that shares nothing',
  'parameters of another type',
  'a type that JSON Schema lacks',
  'a schema with faults',
  'returns without an answer',
  'returns with two answers',
  'when with an operator',
  'when with a wrong matcher',
  'a module that is not there',
  'a module without an export',
  'a module outside the folder',
  'calls and steps',
  'calls and any_of',
  'an unknown operator',
  'two operators',
  'a regular expression that does not compile',
  'accept under native rules',
  'arguments under bfcl rules',
  'a final that says nothing',
  'a final with wrong expressions',
  'the same condition in two places',
  'max_steps twice',
  'a request that says what stands elsewhere',
]);

const readable = Object.entries(WRONG).flatMap(([title, { files, paths }]) => {
  const text = files['scenarios/a.yaml'];
  if (
    typeof text !== 'string' ||
    paths !== undefined ||
    title.startsWith('YAML:') ||
    text.replaceAll(/^#.*$/gm, '').trim() === ''
  )
    return [];
  return [[title, text] as const];
});

test.each(readable)('the JSON Schema refuses what the loader refuses by its shape: %s', (title, text) => {
  expect(accepts(text)).toBe(LAXER.has(title));
});

test('the schema is never stricter: everything the loader takes is valid', () => {
  const accepted = [
    'id: a\nprompt: Hi',
    '{ id: 日本-1, prompt: Hi, expect: {} }',
    'id: a\nmessages: [{ role: tool, content: null, tool_call_id: x }]',
    'id: a\nturns: [{ user: [{ type: text, text: Hi }], expect: { calls: any, max_steps: 2 } }]',
    'id: a\nprompt: Hi\ntools: [f, { name: g }, { type: function, function: { name: h, parameters: {} }, returns: [{ result: null }] }]\ntool_choice: { type: function, function: { name: g } }',
    'id: a\nprompt: Hi\ntools: []\nexpect: { calls: [], extra: allow, final: { contains: [] } }',
    'id: a\nprompt: Hi\nexpect: { calls: [{ name: f, arguments: { a: { $oneOf: [1, { $regex: x }] }, b: null, c: [1], d: { $optional: { $type: string } } } }] }',
    'tools: [{ name: f }]\ndefaults: { tools: [f], rules: bfcl, bare: true }\nscenarios: [{ id: a, prompt: Hi, expect: { calls: [{ name: f, accept: { x: [1] } }] } }]',
  ];
  expect(accepted.filter((text) => !accepts(text))).toEqual([]);
});

test('editors complete every operator of a matcher', () => {
  const { definitions } = schema;
  const matcher = isObject(definitions) && isObject(definitions['matcher']) ? definitions['matcher'] : {};
  const [first] = Array.isArray(matcher['anyOf']) ? matcher['anyOf'] : [];
  const properties = isObject(first) && isObject(first['properties']) ? first['properties'] : {};
  expect(Object.keys(properties).sort()).toEqual([...OPERATORS, ...MODIFIERS].map(({ name }) => name).sort());
});
