import { isObject, type Json } from '../../../json/json.ts';
import type { NoPlace, FieldPlace, RequestPlaces } from '../../places/places.ts';
import { schemaPlaces } from '../../places/schema-places.ts';
import { listOf } from '../../places/content.ts';
import { choiceOf } from '../tool-choice.ts';
import { CREATE, NONE, TOOL } from './sources.ts';

const at = (path: string, more: Partial<FieldPlace> = {}): FieldPlace => ({ at: [path], source: CREATE, ...more });
const none: NoPlace = { at: null, source: NONE };

/** The places of tools, tool choice and parameters in a chat request. */
export const requestPlaces: RequestPlaces = {
  'tool.name': { at: ['function.name'], source: TOOL },
  'tool.description': { at: ['function.description'], source: TOOL },
  'tool.strict': { at: ['function.strict'], source: TOOL },
  'tool.callers': none,
  'tool.deferred': none,
  'tool.examples': none,
  'tool.cache': none,
  ...schemaPlaces(['function.parameters'], TOOL),

  choice: at('tool_choice', { says: (value) => neutralChoice(value) }),
  'choice.allowed': at('tool_choice', {
    says: allowedNames,
    say: (names) => ({
      type: 'allowed_tools',
      allowed_tools: {
        mode: 'required',
        tools: listOf(names).map((name) => ({ type: 'function', function: { name } })),
      },
    }),
  }),
  parallel: at('parallel_tool_calls'),
  functions: at('functions', {
    says: (functions) => (Array.isArray(functions) ? functions.map(nameOf) : undefined),
    say: (names) => listOf(names).map((name) => ({ name, parameters: { type: 'object', properties: {} } })),
  }),
  'functions.choice': at('function_call', { says: (choice) => (isObject(choice) ? choice : undefined) }),

  max_tokens: { at: ['max_completion_tokens', 'max_tokens'], source: CREATE },
  temperature: at('temperature'),
  top_p: at('top_p'),
  top_k: none,
  stop: at('stop', { says: listOf }),
  seed: at('seed'),
  presence_penalty: at('presence_penalty'),
  frequency_penalty: at('frequency_penalty'),
  alternatives: at('n'),
  probabilities: at('logprobs'),
  'probabilities.top': at('top_logprobs'),
  bias: at('logit_bias'),
  effort: at('reasoning_effort'),
  verbosity: at('verbosity'),
  json: at('response_format.type', {
    says: (type) => (type === 'json_object' ? true : undefined),
    say: () => 'json_object',
  }),
  'json.schema': at('response_format.json_schema.schema', {
    beside: { 'response_format.type': 'json_schema', 'response_format.json_schema.name': 'reply' },
  }),
  user: at('user'),
  safety_identifier: at('safety_identifier'),
  metadata: at('metadata'),
  service_tier: at('service_tier'),
  store: at('store'),
  prompt_cache_key: at('prompt_cache_key'),
  prompt_cache_retention: at('prompt_cache_retention'),
  prediction: at('prediction.content', { beside: { 'prediction.type': 'content' } }),
  modalities: at('modalities'),
  audio: at('audio'),
  web_search: at('web_search_options.search_context_size'),
};

function neutralChoice(value: Json): Json | undefined {
  const choice = choiceOf(value);
  if (choice === null) return isAllowed(value) ? undefined : value;
  return typeof choice === 'string' ? choice : { name: choice.name };
}

function nameOf(definition: Json): Json {
  return isObject(definition) ? (definition['name'] ?? null) : null;
}

function isAllowed(value: Json): boolean {
  return isObject(value) && value['type'] === 'allowed_tools';
}

function allowedNames(value: Json): Json | undefined {
  const allowed = isObject(value) && isAllowed(value) ? value['allowed_tools'] : undefined;
  const tools = isObject(allowed ?? null) ? (allowed as { tools?: Json }).tools : undefined;
  if (!Array.isArray(tools)) return undefined;
  return tools.map((tool) => {
    const made = isObject(tool) ? tool['function'] : undefined;
    return isObject(made ?? null) ? ((made as { name?: Json }).name ?? null) : null;
  });
}
