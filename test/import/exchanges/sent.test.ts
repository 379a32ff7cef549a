import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { openCassette } from '../../../src/cassette/store/store.ts';
import type { ProtocolName } from '../../../src/domain/protocol.ts';
import type { Interaction } from '../../../src/domain/recording.ts';
import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { protocolNamed } from '../../../src/protocol/protocols.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { ROOT, runCli } from '../../support/run-cli.ts';

/** Real exchanges of real clients; not part of the project. */
const CORPUS = resolve(ROOT, '../shared/wire-corpus/exchanges.jsonl');
const absent = !existsSync(CORPUS);
if (absent) process.stderr.write(`${CORPUS} is not there: requests are not compared with recorded ones\n`);

/** Clients that wrote the answer anew in place of sending it back, and what they changed. */
const REWRITTEN: { readonly [id: string]: string } = {
  'test_groq/test_tool_use_failed_error_streaming#2': 'reasoning is written into the text',
  'test_google/test_google_model_file_search_grounding_gemini_3[False]#4': "results of Google's search are filled in",
  'test_google/test_google_model_file_search_grounding_gemini_3[True]#4':
    "results of Google's search are filled in, an empty part is joined to the one before",
  'test_google/test_google_model_structured_output#1': 'a placeholder signature is added',
  'test_openai_responses/test_openai_responses_model_file_search_tool#4': 'the search is left out',
  'test_openai_responses/test_openai_responses_model_retry#1': 'an empty message is put before the calls',
  'test_openai_responses/test_prompted_output#1': 'an empty message is put before the calls',
  'test_openai_responses/test_text_output_function#1': 'an empty message is put before the calls',
  'test_openai_responses/test_openai_responses_phase_streamed_on_part_start#1':
    'the request was recorded with another answer than the one before it',
};

/** Requests that say something else than the answer before them, or something that no scenario says, and what. */
const OTHERS: { readonly [id: string]: string } = {
  'test_openai_responses/test_openai_responses_model_simple_response_with_tool_call#1': 'no id of the item',
  'test_openai_responses/test_openai_responses_non_reasoning_model_no_item_ids#1': 'no id of the item',
  'test_openai_responses/test_openai_responses_thinking_with_code_execution_tool#1': 'no output of the code',
  'test_tool_search/test_live_tool_search_handoff_openai_to_anthropic#1': 'paths of the search are called queries',
  'test_tool_search/test_openai_hosted_tool_search_stateless_continuation_without_item_ids#1': 'no ids, queries',
  'test_tool_search/test_openai_hosted_tool_search_stateless_continuation_without_item_ids#2': 'no ids, queries',
  'test_tool_search/test_openai_native_tool_search_round_trip#1': 'no result of the search',
  'test_tool_search/test_openai_native_tool_search_streaming#1': 'no result of the search',
  'test_tool_search/test_openai_native_tool_search_with_deferred_capability_gpt_5_6_sol#1': 'queries',
  'test_tool_search/test_openai_native_tool_search_with_deferred_capability_gpt_5_6_sol#3': 'a namespace is added',
};

/**
 * Exchanges that differ in nothing but an empty field of the answer: it is sent back as it came, and the client left it out or added it.
 * Whatever a provider sends is echoed, so these stay.
 */
const EMPTY: { readonly [id: string]: string } = {
  'test_tool_search/test_cross_provider_capability_replay[anthropic-claude-sonnet-4-5-openai-responses-gpt-5.4]#4':
    'no empty `logprobs` of a text',
  'test_tool_search/test_live_tool_search_handoff_anthropic_to_openai#3': 'no empty `logprobs` of a text',
  'test_openai_responses/test_openai_responses_phase_live#1': 'no empty `logprobs` of a text',
  'test_multimodal_tool_returns/test_multimodal_tool_return_matrix[direct-uploaded_file-image-openai_responses]#1':
    'no empty `content` of reasoning',
  'test_anthropic/test_anthropic_web_fetch_tool#1': '`citations: null` is added to a fetched document',
  'test_crusoe/test_crusoe_tool_calling#1': 'no `function_call: null`',
  'test_snowflake/test_snowflake_tool_calling#1': 'none of the empty fields that Snowflake fills an answer up with',
  'test_tool_choice_matrix/test_tool_choice_matrix[auto-mistral]#1': 'an empty list in place of an empty text',
};

interface Input {
  readonly id: string;
  readonly scenario: string;
  readonly model: string;
  readonly trial: number;
  readonly interaction: number;
}

interface Sent {
  readonly id: string;
  readonly protocol: ProtocolName;
  readonly interaction: Interaction;
  readonly step: number;
}

/** Whether empty fields of the conversation count. They do, but for `EMPTY`. */
type Empties = 'count' | 'do not count';

/** A request in the form in which two count as equal: what is missing here is all that does not count. */
function comparable(body: JsonObject, protocol: ProtocolName, empties: Empties = 'count'): Json {
  const { recording } = protocolNamed(protocol);
  const { [recording.growing]: growing, ...others } = body;
  // Whether the provider keeps the answer, and whom it is for, is no part of a recording.
  const rest = Object.fromEntries(Object.entries(others).filter(([name]) => !recording.leftOut.has(name)));
  const items = Array.isArray(growing) ? recording.canonical([...growing]) : (growing ?? null);
  // Outside of the conversation a parameter that is null is none.
  const parameters = even(rest, protocol, '', 'do not count') as JsonObject;
  return { ...parameters, [recording.growing]: even(items, protocol, recording.growing, empties) };
}

function even(value: Json, protocol: ProtocolName, holder: string, empties: Empties): Json {
  if (Array.isArray(value)) return value.map((item) => even(item, protocol, holder, empties));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const name = protocol === 'gemini' ? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) : key;
    if (doesNotCount(name, item, protocol, holder) || (empties === 'do not count' && isEmpty(item))) return [];
    if (name === 'thoughtSignature')
      return [[name, asText(item).replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '')]];
    return [[name, even(item, protocol, name, empties)]];
  });
  const kept = entries.filter(([, item]) => empties === 'count' || !isEmpty(item));
  return Object.fromEntries(kept);
}

/** What a client may leave out or add without saying anything else. */
function doesNotCount(name: string, item: Json, protocol: ProtocolName, holder: string): boolean {
  if (name === 'stream' && item === false) return true;
  if (isEmpty(item) && ['refusal', 'annotations', 'audio'].includes(name)) return true;
  return OPTIONAL[protocol]?.(name, holder) === true;
}

/** Fields that clients of a protocol add or leave out, by their name and the name of the object that holds them. */
const OPTIONAL: { readonly [protocol in ProtocolName]?: (name: string, holder: string) => boolean } = {
  chat: (name) => name === 'prefix',
  responses: (name, holder) => name === 'status' && holder !== '',
  messages: (name) => name === 'caller',
  // Google's own ids are compared by order; those that a client added are left out of its requests alone.
  gemini: (name, holder) => name === 'id' && (holder === 'functionCall' || holder === 'functionResponse'),
};

/** Nothing, or a list or an object of nothing; the zero that Snowflake fills up with, too. */
function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isEmpty);
  return value === null || value === '' || value === 0;
}

describe.skipIf(absent)('requests over the exchanges of real clients', () => {
  const sent: Sent[] = [];
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-sent-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  beforeAll(async () => {
    const lines = readFileSync(CORPUS, 'utf8').trim().split('\n');
    const protocols = lines.map((line) => (JSON.parse(line) as { protocol: ProtocolName }).protocol);
    expect(await runCli(['import', 'exchanges', CORPUS, '--out', 'out'], { cwd: dir })).toMatchObject({ code: 0 });
    const { inputs } = JSON.parse(readFileSync(join(dir, 'out/import.json'), 'utf8')) as { inputs: Input[] };
    const keyer = createKeyer({ redactor: createRedactor() });
    for (const [place, { id, scenario, model, trial, interaction: step }] of inputs.entries()) {
      const recorded = openCassette(join(dir, 'out/cassettes'), scenario, model, keyer)?.recorded(trial);
      const interaction = recorded?.interactions[step - 1];
      const protocol = protocols[place];
      if (interaction !== undefined && protocol !== undefined) sent.push({ id, protocol, interaction, step });
    }
    expect(sent.length).toBe(lines.length);
  }, 120_000);

  const differing = (of: readonly Sent[], empties: Empties = 'count'): string[] =>
    of
      .filter(({ interaction: { request, original }, protocol }) => {
        if (original === undefined) return false;
        return !deepEqual(comparable(request, protocol, empties), comparable(original, protocol, empties));
      })
      .map(({ id }) => id);

  test('a request that goes on with an answer is the one that the client sent: body, items, ids, signatures, order', () => {
    const later = sent.filter(({ step }) => step > 1);
    expect(later.length).toBeGreaterThan(200);
    const named = [...Object.keys(REWRITTEN), ...Object.keys(OTHERS)];
    expect(differing(later).toSorted()).toEqual([...named, ...Object.keys(EMPTY)].toSorted());
    expect(differing(later, 'do not count').toSorted()).toEqual(named.toSorted());
  });

  test('a request that begins a conversation, in the middle of one too, is the one that the client sent', () => {
    expect(differing(sent.filter(({ step }) => step === 1)).toSorted()).toEqual([
      // A text in place of a list of one message.
      'test_native_tool_search_vcr/test_openai_native_tool_search#0',
    ]);
  });

  test('no reasoning and no signature that a client sent back is lost', () => {
    const SIGNED = /"(?:encrypted_content|signature|thought_?[sS]ignature|data)":"([^"]{40,})"/g;
    const found = (body: JsonObject): string[] =>
      [...JSON.stringify(body).matchAll(SIGNED)].map(([, value = '']) =>
        value.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, ''),
      );
    const lost: string[] = [];
    let count = 0;
    for (const { id, interaction } of sent) {
      const ours = new Set(found(interaction.request));
      const theirs = found(interaction.original ?? interaction.request);
      count += theirs.length;
      if (theirs.some((value) => !ours.has(value))) lost.push(id);
    }
    expect(count).toBeGreaterThan(150);
    expect(lost).toEqual([
      // A signature that Google documents as a placeholder is added.
      'test_google/test_google_model_structured_output#1',
      // The request was recorded with another answer than the one before it.
      'test_openai_responses/test_openai_responses_phase_streamed_on_part_start#1',
    ]);
  });
});
