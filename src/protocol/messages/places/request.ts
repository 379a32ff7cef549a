import { isObject, type Json } from '../../../json/json.ts';
import type { NoPlace, FieldPlace, RequestPlaces } from '../../places/places.ts';
import { schemaPlaces } from '../../places/schema-places.ts';
import { choiceOf } from '../tool-choice.ts';
import { CHOICE, CREATE, NONE, SAMPLING, TOOL } from './sources.ts';

const at = (path: string, source = CREATE, more: Partial<FieldPlace> = {}): FieldPlace => ({
  at: [path],
  source,
  ...more,
});
const none: NoPlace = { at: null, source: NONE };

/** The places of tools, tool choice and parameters in a request to Messages. */
export const requestPlaces: RequestPlaces = {
  'tool.name': at('name', TOOL),
  'tool.description': at('description', TOOL),
  'tool.strict': at('strict', TOOL),
  'tool.callers': at('allowed_callers', TOOL),
  'tool.deferred': at('defer_loading', TOOL),
  'tool.examples': at('input_examples', TOOL),
  'tool.cache': at('cache_control', TOOL),
  ...schemaPlaces(['input_schema'], TOOL),

  choice: { at: ['tool_choice.type'], source: CHOICE, from: ['tool_choice'], says: neutralChoice },
  'choice.allowed': none,
  functions: { at: ['tools[*].name'], source: TOOL, heard: true },
  'functions.choice': {
    at: ['tool_choice.type'],
    source: CHOICE,
    from: ['tool_choice'],
    says: neutralChoice,
    heard: true,
  },
  parallel: at('tool_choice.disable_parallel_tool_use', CHOICE, {
    says: (disabled) => (typeof disabled === 'boolean' ? !disabled : disabled),
    say: (several) => several !== true,
    beside: { 'tool_choice.type': 'auto' },
  }),

  max_tokens: at('max_tokens', CREATE, { required: true }),
  temperature: at('temperature', SAMPLING),
  top_p: at('top_p', SAMPLING),
  top_k: at('top_k', SAMPLING),
  stop: at('stop_sequences'),
  seed: none,
  presence_penalty: none,
  frequency_penalty: none,
  alternatives: none,
  probabilities: none,
  'probabilities.top': none,
  bias: none,
  effort: { at: ['output_config.effort', 'thinking.budget_tokens'], source: CREATE },
  verbosity: none,
  json: none,
  'json.schema': {
    at: ['output_config.format.schema', 'output_format.schema'],
    source: CREATE,
    beside: { 'output_config.format.type': 'json_schema' },
  },
  user: at('metadata.user_id'),
  safety_identifier: none,
  metadata: none,
  service_tier: at('service_tier'),
  store: none,
  prompt_cache_key: none,
  prompt_cache_retention: none,
  prediction: none,
  modalities: none,
  audio: none,
  web_search: none,
};

/** The neutral tool choice. A choice that Anthropic's types do not have stays as it is. */
function neutralChoice(value: Json): Json | undefined {
  const choice = choiceOf(value);
  if (choice !== null) return typeof choice === 'string' ? choice : { name: choice.name };
  return isObject(value) ? (value['type'] ?? undefined) : value;
}
