import { isObject, type Json } from '../../../json/json.ts';
import { listOf } from '../../places/content.ts';
import type { NoPlace, FieldPlace, RequestPlaces } from '../../places/places.ts';
import { schemaPlaces } from '../../places/schema-places.ts';
import { choiceOf } from '../tool-choice.ts';
import { CREATE, NONE, TOOL } from './sources.ts';

const at = (path: string, more: Partial<FieldPlace> = {}): FieldPlace => ({ at: [path], source: CREATE, ...more });
const tool = (path: string): FieldPlace => ({ at: [path], source: TOOL });
const none: NoPlace = { at: null, source: NONE };

/** The places of tools, tool choice and parameters in a request to Responses. */
export const requestPlaces: RequestPlaces = {
  'tool.name': tool('name'),
  'tool.description': tool('description'),
  'tool.strict': tool('strict'),
  'tool.callers': tool('allowed_callers'),
  'tool.deferred': tool('defer_loading'),
  'tool.examples': none,
  'tool.cache': none,
  ...schemaPlaces(['parameters'], TOOL),

  choice: at('tool_choice', { says: neutralChoice }),
  'choice.allowed': at('tool_choice', {
    says: allowedNames,
    say: (names) => ({
      type: 'allowed_tools',
      mode: 'required',
      tools: listOf(names).map((name) => ({ type: 'function', name })),
    }),
  }),
  functions: { at: ['tools[type=function].name'], source: TOOL, heard: true },
  'functions.choice': at('tool_choice', { says: neutralChoice, heard: true }),
  parallel: at('parallel_tool_calls'),

  max_tokens: at('max_output_tokens'),
  temperature: at('temperature'),
  top_p: at('top_p'),
  top_k: none,
  stop: none,
  seed: none,
  presence_penalty: none,
  frequency_penalty: none,
  alternatives: none,
  probabilities: none,
  'probabilities.top': at('top_logprobs'),
  bias: none,
  effort: at('reasoning.effort'),
  verbosity: at('text.verbosity'),
  json: at('text.format.type', {
    says: (type) => (type === 'json_object' ? true : undefined),
    say: () => 'json_object',
  }),
  'json.schema': at('text.format.schema', {
    beside: { 'text.format.type': 'json_schema', 'text.format.name': 'reply' },
  }),
  user: at('user'),
  safety_identifier: at('safety_identifier'),
  metadata: at('metadata'),
  service_tier: at('service_tier'),
  store: at('store'),
  prompt_cache_key: at('prompt_cache_key'),
  prompt_cache_retention: at('prompt_cache_retention'),
  prediction: none,
  modalities: none,
  audio: none,
  web_search: none,
};

function neutralChoice(value: Json): Json | undefined {
  const choice = choiceOf(value);
  if (choice === null) return isObject(value) && value['type'] === 'allowed_tools' ? undefined : value;
  return typeof choice === 'string' ? choice : { name: choice.name };
}

function allowedNames(value: Json): Json | undefined {
  const tools = isObject(value) && value['type'] === 'allowed_tools' ? value['tools'] : undefined;
  return Array.isArray(tools) ? tools.map((tool) => (isObject(tool) ? (tool['name'] ?? null) : null)) : undefined;
}
