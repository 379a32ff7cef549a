import type { FieldName } from './field-name.ts';

/** Kinds of nodes that fields belong to. A body holds a field once for each of its nodes: each tool, call, result … */
export const NODE_KINDS = ['tool', 'system', 'user', 'assistant', 'call', 'result', 'made call'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const FIELD_GROUPS = ['tools', 'schemas', 'choice', 'parameters', 'conversation', 'answer', 'exchange'] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

/** A part of a request or a response, in any protocol. */
export interface Field {
  readonly group: FieldGroup;
  /** Kind of the nodes that have the field; null for a field that a request or response holds once. */
  readonly of: NodeKind | null;
  /** `there`: the request sends it to the model. `back`: the response returns it. */
  readonly way: 'there' | 'back';
  /** Description for the documentation. */
  readonly about: string;
  /** How much its loss matters. 3: the answer is wrong. 2: a promise is broken. 1: a preference is lost. */
  readonly weight: 1 | 2 | 3;
  /** Values that mean the same as leaving the field out. */
  readonly plain?: readonly (string | number | boolean)[];
}

const tool = (about: string, weight: Field['weight'], plain?: Field['plain']): Field => ({
  group: 'tools',
  of: 'tool',
  way: 'there',
  about,
  weight,
  ...(plain === undefined ? {} : { plain }),
});
const schema = (about: string, weight: Field['weight'] = 2): Field => ({
  group: 'schemas',
  of: 'tool',
  way: 'there',
  about,
  weight,
});
const choice = (about: string, plain: Field['plain'] = []): Field => ({
  group: 'choice',
  of: null,
  way: 'there',
  about,
  weight: 2,
  plain,
});
const parameter = (about: string, weight: Field['weight'], plain: Field['plain'] = []): Field => ({
  group: 'parameters',
  of: null,
  way: 'there',
  about,
  weight,
  plain,
});
const said = (of: NodeKind | null, about: string, weight: Field['weight'] = 3): Field => ({
  group: 'conversation',
  of,
  way: 'there',
  about,
  weight,
});
const answer = (of: NodeKind | null, about: string, weight: Field['weight'] = 3): Field => ({
  group: 'answer',
  of,
  way: 'back',
  about,
  weight,
});

/** All fields by name, in the order of reports. The folder of each protocol holds their places. */
export const FIELDS: { readonly [name in FieldName]: Field } = {
  'tool.name': tool('the name of a tool', 3),
  'tool.description': tool('the description of a tool', 3),
  'tool.strict': tool('arguments are held to the schema', 2, [false]),
  'tool.callers': tool('who may call the tool', 2),
  'tool.deferred': tool('the tool is loaded when a search finds it', 1, [false]),
  'tool.examples': tool('examples of arguments', 1),
  'tool.cache': tool('where a cached prefix ends', 1),

  'schema.type': schema('the type of a parameter', 3),
  'schema.description': schema('the description of a parameter', 3),
  'schema.required': schema('which parameters must be there'),
  'schema.closed': schema('no further parameters: `additionalProperties: false`'),
  'schema.enum': schema('a list of values'),
  'schema.const': schema('one value'),
  'schema.ref': schema('a definition that is referred to', 3),
  'schema.nested': schema('an object in an object', 3),
  'schema.nested.required': schema('what an object in an object must hold'),
  'schema.items': schema('the items of a list', 3),
  'schema.nullable': schema('a value that may be null'),
  'schema.union': schema('one of several shapes'),
  'schema.bounds': schema('the greatest number'),
  'schema.least': schema('the least number'),
  'schema.length': schema('how many items a list has at most'),
  'schema.fewest': schema('how many items a list has at least'),
  'schema.text': schema('how long a text is at most'),
  'schema.map': schema('the type of parameters of any name'),
  'schema.pattern': schema('a pattern of a text'),
  'schema.format': schema('a format of a text', 1),
  'schema.default': schema('a default value', 1),
  'schema.order': schema('the order of the parameters', 1),

  choice: choice('whether and which tool must be called', ['auto']),
  'choice.allowed': choice('the tools that may be called'),
  parallel: choice('at most one call an answer', [true]),
  functions: choice('tools in the older words of chat'),
  'functions.choice': choice('the choice among them'),

  max_tokens: parameter('the longest answer', 2),
  temperature: parameter('the temperature', 1),
  top_p: parameter('nucleus sampling', 1, [1]),
  top_k: parameter('sampling from the most likely tokens', 1),
  stop: parameter('texts that end the answer', 2),
  seed: parameter('the seed of the sampling', 1),
  presence_penalty: parameter('the penalty on tokens that came', 1, [0]),
  frequency_penalty: parameter('the penalty on tokens by how often they came', 1, [0]),
  alternatives: parameter('how many answers are asked for', 2, [1]),
  probabilities: parameter('the log probabilities of the tokens', 2, [false]),
  'probabilities.top': parameter('the log probabilities of the likeliest tokens', 2, [0]),
  bias: parameter('tokens made more or less likely', 1),
  effort: parameter('how much the model thinks', 2),
  verbosity: parameter('how much the model writes', 1),
  json: parameter('the answer is JSON', 2),
  'json.schema': parameter('the answer is JSON of a schema', 2),
  user: parameter('who asks', 1),
  safety_identifier: parameter('who asks, for the safety of the provider', 1),
  metadata: parameter('labels of the request', 1),
  service_tier: parameter('the service tier', 1, ['auto']),
  store: parameter('whether the provider keeps the exchange', 2, [false]),
  prompt_cache_key: parameter('the key of the prompt cache', 1),
  prompt_cache_retention: parameter('how long the prompt cache is kept', 1),
  prediction: parameter('a predicted answer', 1),
  modalities: parameter('the kinds of output', 2),
  audio: parameter('the voice and form of audio output', 2),
  web_search: parameter('a search of the web before the answer', 2),

  'system.text': said('system', 'the system prompt'),
  'developer.role': said('system', 'a system prompt in the role of the developer', 1),
  'user.text': said('user', 'the text of the user'),
  'user.name': said('user', 'the name of the user who speaks', 1),
  'user.image': said('user', 'an image in the request'),
  'user.image.url': said('user', 'an image by its address'),
  'user.file': said('user', 'a file in the request'),
  'user.audio': said('user', 'audio in the request'),
  'assistant.text': said('assistant', 'the text of an earlier answer'),
  'call.id': said('call', 'the id of an earlier call', 2),
  'call.name': said('call', 'the tool of an earlier call'),
  'call.arguments': said('call', 'the arguments of an earlier call'),
  'result.pairing': said('result', 'the call that a result belongs to'),
  'result.content': said('result', 'the content of a result'),
  'result.parts': said('result', 'the texts of a result of several parts', 2),
  'result.image': said('result', 'an image in a result'),
  'result.error': said('result', 'a result is an error', 2),
  'thought.text': said(null, 'the reasoning of an earlier answer', 2),
  'thought.signature': said(null, 'the signature of the reasoning of an earlier answer'),

  'answer.text': answer(null, 'the text of the answer'),
  'answer.call.name': answer('made call', 'the tool of a call'),
  'answer.call.arguments': answer('made call', 'the arguments of a call'),
  'answer.call.id': answer('made call', 'the id of a call'),
  'answer.finish': answer(null, 'why the answer ended', 3),
  'answer.usage.input': answer(null, 'the tokens that were read', 2),
  'answer.usage.output': answer(null, 'the tokens that were written', 2),
  'answer.usage.cached': answer(null, 'the tokens that came from a cache', 1),
  'answer.usage.thought': answer(null, 'the tokens of the reasoning', 1),
  'answer.thought': answer(null, 'the reasoning', 2),
  'answer.signature': answer(null, 'the signature of the reasoning', 3),
  'answer.status': answer(null, 'the status of an error', 2),
  'answer.message': answer(null, 'the message of an error', 2),

  'exchange.once': { ...answer(null, 'one request upstream for one of the client', 3), group: 'exchange' },
  'exchange.stream': { ...answer(null, 'a stream where one is asked for, and only there', 3), group: 'exchange' },
};
