import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { listOf } from '../../places/content.ts';
import type { NoPlace, FieldPlace, RequestPlaces } from '../../places/places.ts';
import { evenTypes } from '../../places/schema-fields.ts';
import { schemaPlaces } from '../../places/schema-places.ts';
import { field } from '../field.ts';
import { choiceOf } from '../tool-choice.ts';
import { CHOICE, CREATE, GENERATION, NONE, TOOL } from './sources.ts';

const tool = (path: string): FieldPlace => ({ at: [path], source: TOOL });
const config = (path: string, more: Partial<FieldPlace> = {}): FieldPlace => ({
  at: [`generationConfig.${path}`],
  source: GENERATION,
  ...more,
});
const none: NoPlace = { at: null, source: NONE };
const CHOICE_AT = 'toolConfig.functionCallingConfig';

/** The places of tools, tool choice and parameters in a request to Gemini. */
export const requestPlaces: RequestPlaces = {
  'tool.name': tool('name'),
  'tool.description': tool('description'),
  'tool.strict': none,
  'tool.callers': none,
  'tool.deferred': none,
  'tool.examples': none,
  'tool.cache': none,
  ...schemaPlaces(['parametersJsonSchema', 'parameters'], TOOL),

  choice: { at: [`${CHOICE_AT}.mode`], source: CHOICE, from: ['toolConfig'], says: neutralChoice },
  'choice.allowed': {
    at: [`${CHOICE_AT}.allowedFunctionNames`],
    source: CHOICE,
    says: (names) => (Array.isArray(names) && names.length > 1 ? names : undefined),
    say: listOf,
    beside: { [`${CHOICE_AT}.mode`]: 'ANY' },
  },
  functions: { at: ['tools[*].functionDeclarations[*].name'], source: TOOL, heard: true },
  'functions.choice': {
    at: [`${CHOICE_AT}.mode`],
    source: CHOICE,
    from: ['toolConfig'],
    says: neutralChoice,
    heard: true,
  },
  parallel: none,

  max_tokens: config('maxOutputTokens'),
  temperature: config('temperature'),
  top_p: config('topP'),
  top_k: config('topK'),
  stop: config('stopSequences'),
  seed: config('seed'),
  presence_penalty: config('presencePenalty'),
  frequency_penalty: config('frequencyPenalty'),
  alternatives: config('candidateCount'),
  probabilities: config('responseLogprobs'),
  'probabilities.top': config('logprobs'),
  bias: none,
  effort: {
    at: ['generationConfig.thinkingConfig.thinkingLevel', 'generationConfig.thinkingConfig.thinkingBudget'],
    source: GENERATION,
    says: (level) => (typeof level === 'string' ? level.toLowerCase() : level),
  },
  verbosity: none,
  json: config('responseMimeType', {
    says: (type, { body }) => (type === 'application/json' && !hasSchema(body) ? true : undefined),
    say: () => 'application/json',
  }),
  'json.schema': {
    at: ['generationConfig.responseJsonSchema', 'generationConfig.responseSchema'],
    source: GENERATION,
    says: evenTypes,
    beside: { 'generationConfig.responseMimeType': 'application/json' },
  },
  user: none,
  safety_identifier: none,
  metadata: { at: ['labels'], source: CREATE },
  service_tier: { at: ['serviceTier'], source: CREATE },
  store: none,
  prompt_cache_key: none,
  prompt_cache_retention: none,
  prediction: none,
  modalities: config('responseModalities', {
    says: (kinds) => listOf(kinds).map((kind) => (typeof kind === 'string' ? kind.toLowerCase() : kind)),
    say: (kinds) => listOf(kinds).map((kind) => (typeof kind === 'string' ? kind.toUpperCase() : kind)),
  }),
  audio: none,
  web_search: none,
};

/** Whether a request holds a schema of the answer. The MIME type of JSON stands beside every schema and adds nothing to it. */
function hasSchema(body: JsonObject): boolean {
  const made = field(body, 'generationConfig');
  if (!isObject(made ?? null)) return false;
  return ['responseJsonSchema', 'responseSchema'].some((name) => field(made as JsonObject, name) !== undefined);
}

/** The neutral tool choice. A mode without a neutral word stays as it is. */
function neutralChoice(toolConfig: Json): Json | undefined {
  const choice = choiceOf(toolConfig);
  if (choice !== null) return typeof choice === 'string' ? choice : { name: choice.name };
  const calling = isObject(toolConfig) ? field(toolConfig, 'functionCallingConfig') : undefined;
  if (!isObject(calling ?? null)) return undefined;
  const names = field(calling as JsonObject, 'allowedFunctionNames');
  return Array.isArray(names) && names.length > 1 ? undefined : (field(calling as JsonObject, 'mode') ?? undefined);
}
