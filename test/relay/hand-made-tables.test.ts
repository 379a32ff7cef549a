import { expect, test } from 'vitest';
import type { FieldName } from '../../src/protocol/places/field-name.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';

/** A row of an audit that somebody made by hand, and what of a relay tells the same: a situation, and the field in it. */
type Row = readonly [row: string, situation: string, field: FieldName];

/** github.com/langwatch/langwatch/issues/6290: parameters of chat on translated lanes. */
const LANGWATCH: readonly Row[] = [
  ['messages: text', 'bare-text', 'user.text'],
  ['messages: image_url data URI', 'image', 'user.image'],
  ['messages: image_url http(s)', 'image-url', 'user.image.url'],
  ['messages: input_audio', 'audio-in', 'user.audio'],
  ['n', 'alternatives', 'alternatives'],
  ['temperature', 'temperature', 'temperature'],
  ['top_p', 'temperature-and-top-p', 'top_p'],
  ['top_k', 'top-k', 'top_k'],
  ['stop', 'stop', 'stop'],
  ['presence_penalty', 'penalties', 'presence_penalty'],
  ['frequency_penalty', 'penalties', 'frequency_penalty'],
  ['logit_bias', 'bias', 'bias'],
  ['logprobs', 'probabilities', 'probabilities'],
  ['top_logprobs', 'probabilities', 'probabilities.top'],
  ['seed', 'seed', 'seed'],
  ['user', 'user', 'user'],
  ['response_format: json_object', 'json', 'json'],
  ['response_format: json_schema', 'json-schema', 'json.schema'],
  ['tools', 'tool-names', 'tool.name'],
  ['tools: strict', 'tool-strict', 'tool.strict'],
  ['tool_choice: none', 'choice-none', 'choice'],
  ['tool_choice: auto', 'choice-auto', 'choice'],
  ['tool_choice: required', 'choice-required', 'choice'],
  ['tool_choice: named', 'choice-named', 'choice'],
  ['tool_choice: allowed_tools', 'choice-allowed', 'choice.allowed'],
  ['parallel_tool_calls', 'parallel-off', 'parallel'],
  ['functions', 'legacy-functions', 'functions'],
  ['function_call', 'legacy-functions', 'functions.choice'],
  ['stream_options: include_usage', 'answer-usage', 'answer.usage.output'],
  ['reasoning_effort', 'effort', 'effort'],
  ['verbosity', 'verbosity', 'verbosity'],
  ['prediction', 'prediction', 'prediction'],
  ['modalities', 'audio', 'modalities'],
  ['audio', 'audio', 'audio'],
  ['metadata', 'metadata', 'metadata'],
  ['store', 'store', 'store'],
  ['service_tier', 'service-tier', 'service_tier'],
  ['web_search_options', 'web-search', 'web_search'],
  ['prompt_cache_key', 'prompt-cache', 'prompt_cache_key'],
  ['prompt_cache_retention', 'prompt-cache', 'prompt_cache_retention'],
  ['safety_identifier', 'safety-identifier', 'safety_identifier'],
  ['max_tokens / max_completion_tokens', 'max-tokens', 'max_tokens'],
  ['an answer without choices', 'answer-length', 'answer.finish'],
];

/** github.com/BerriAI/litellm/issues/41913: fields of tools and instructions. */
const LITELLM: readonly Row[] = [
  ['const', 'schema-const', 'schema.const'],
  ['strict, chat to Messages', 'tool-strict', 'tool.strict'],
  ['strict, Messages to chat', 'tool-strict', 'tool.strict'],
  ['parallel_tool_calls', 'parallel-off', 'parallel'],
  ['allowed_callers', 'tool-callers', 'tool.callers'],
  ['developer role', 'developer', 'system.text'],
];

/** github.com/Lore-Hex/quill-router/issues/130 and its pull request 131: rows of different fields. */
const QUILL: readonly Row[] = [
  ['stop', 'stop', 'stop'],
  ['stop_sequences', 'stop', 'stop'],
  ['max_completion_tokens', 'max-tokens', 'max_tokens'],
  ['max_tokens, a default of its own', 'no-limit', 'max_tokens'],
  ['temperature, models that refuse it', 'temperature', 'temperature'],
  ['temperature', 'temperature', 'temperature'],
  ['top_p', 'temperature-and-top-p', 'top_p'],
  ['seed', 'seed', 'seed'],
  ['presence_penalty', 'penalties', 'presence_penalty'],
  ['frequency_penalty', 'penalties', 'frequency_penalty'],
  ['response_format', 'json-schema', 'json.schema'],
  ['tools', 'tool-names', 'tool.name'],
  ['tool_choice', 'choice-required', 'choice'],
  ['thinking, output_config', 'effort', 'effort'],
  ['the trace of the reasoning', 'answer-thought', 'answer.thought'],
  ['tool_calls in the answer', 'answer-calls', 'answer.call.name'],
  ['finish_reason: length', 'answer-length', 'answer.finish'],
  ['finish_reason: safety, recitation', 'answer-filter', 'answer.finish'],
  ['cached tokens', 'answer-usage', 'answer.usage.cached'],
  ['reasoning tokens', 'answer-usage', 'answer.usage.thought'],
  ['logprobs', 'probabilities', 'probabilities'],
  ['stream_options.include_usage', 'answer-usage', 'answer.usage.output'],
  ['service_tier', 'service-tier', 'service_tier'],
  ['store', 'store', 'store'],
  ['metadata', 'metadata', 'metadata'],
  ['user', 'user', 'user'],
  ['parallel_tool_calls', 'parallel-off', 'parallel'],
  ['logit_bias', 'bias', 'bias'],
  ['tool_calls of a stream, put together', 'answer-calls', 'answer.call.arguments'],
  ['raw chat tools sent to Anthropic and Gemini', 'tool-description', 'tool.description'],
];

test.each<[string, readonly Row[], number]>([
  ['langwatch#6290', LANGWATCH, 35],
  ['litellm#41913', LITELLM, 6],
  ['quill-router#130', QUILL, 30],
])('every row of %s is a field of a situation', (_, rows, least) => {
  const known = new Map(SITUATIONS.map((situation) => [situation.id, situation]));
  const missing = rows.filter(([, id, field]) => {
    const situation = known.get(id);
    return situation === undefined || ![...situation.fields, ...situation.back].includes(field);
  });
  expect(missing).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(least);
});

test('situations are data, each with a name of its own, a file each', () => {
  expect(new Set(SITUATIONS.map(({ id }) => id)).size).toBe(SITUATIONS.length);
  expect(SITUATIONS.length).toBeGreaterThanOrEqual(60);
  expect(JSON.parse(JSON.stringify(SITUATIONS))).toEqual(SITUATIONS);
});
