import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cassettePath } from '../src/cassette/format/file-name.ts';
import { createKeyer } from '../src/cassette/lookup/key.ts';
import { createRedactor } from '../src/redact/redact.ts';
import { writeCassette } from '../src/cassette/format/write-format.ts';
import { firstRequest } from '../src/protocol/next-request.ts';
import { protocolNamed } from '../src/protocol/protocols.ts';
import type { ModelRequest } from '../src/domain/model-client.ts';
import type { ProtocolName } from '../src/domain/protocol.ts';
import type { Json, JsonObject } from '../src/json/json.ts';
import type { Gateway, Model } from '../src/domain/model.ts';
import type { Scenario } from '../src/domain/scenario.ts';
import { loadScenarios } from '../src/scenario/load.ts';

/** What every request of the data carries beside messages and tools; the configuration says the same. */
const DEFAULTS = { temperature: 0, maxTokens: 8192, stream: false } as const;
const ENDPOINT = '/chat/completions';
const TOOLS_A_SCENARIO = 5;
/** Tools that all scenarios draw from; each scenario file holds its five in full. */
const KNOWN_TOOLS = 40;
/** Of a hundred answers, that many have a wrong argument, and that many lack a call. */
const WRONG_ARGUMENT = 6;
const MISSING_CALL = 3;

export interface DataSize {
  readonly scenarios: number;
  readonly models: number;
  /** What the models are asked over. Default: chat. */
  readonly protocol?: ProtocolName;
}

/**
 * Writes a project to replay: JSON scenarios that expect one parallel pair of calls, a configuration, and a cassette for each
 * scenario × model. The same size gives the same bytes, but for `base_url`.
 */
export function writeProject(dir: string, size: DataSize): void {
  writeScenarios(dir, size.scenarios, 'http://127.0.0.1:9/v1', size.models, size.protocol);
  recordAll(dir, size);
}

/**
 * Writes a project whose scenarios stand in one file and share their five tools, and the same answers once more for a script:
 * `answers/<scenario>.<model>.json`, without the tools.
 */
export function writeSharedProject(dir: string, size: DataSize): void {
  writeConfig(dir, 'http://127.0.0.1:9/v1', size.models);
  const tools = Array.from({ length: TOOLS_A_SCENARIO }, (_, i) => toolOf(i));
  const scenarios = Array.from({ length: size.scenarios }, (_, i) => ({
    ...scenarioOf(i, tools),
    tools: tools.map((tool) => tool['name']),
  }));
  mkdirSync(join(dir, 'scenarios'), { recursive: true });
  mkdirSync(join(dir, 'answers'), { recursive: true });
  writeFileSync(join(dir, 'scenarios/all.json'), JSON.stringify({ tools, scenarios }, null, 2));
  recordAll(dir, size, ({ scenario, model, request, response, latencyMs }) => {
    const { tools: _, ...rest } = request;
    const answer = { scenario, model, endpoint: ENDPOINT, request: rest, response, latencyMs };
    writeFileSync(join(dir, 'answers', `${scenario}.${model}.json`), JSON.stringify(answer, null, 2));
  });
}

interface Answer {
  readonly scenario: string;
  readonly model: string;
  readonly request: JsonObject;
  readonly response: Json;
  readonly latencyMs: number;
}

function recordAll(dir: string, size: DataSize, onAnswer: (answer: Answer) => void = () => {}): void {
  const redactor = createRedactor();
  const keyer = createKeyer({ redactor });
  for (const [number, scenario] of loadScenarios([join(dir, 'scenarios')], { cwd: dir }).scenarios.entries()) {
    for (let m = 0; m < size.models; m++) {
      const model = modelOf(m, size.protocol);
      const asked = firstRequest(scenario, model, DEFAULTS);
      const { endpoint, body: request } = asked;
      const latencyMs = 400 + ((number * 37 + m * 101) % 1600);
      const response =
        size.protocol === undefined ? answerTo(scenario, number, m) : served(scenario, number, m, asked, size.protocol);
      onAnswer({ scenario: scenario.id, model: model.name, request, response, latencyMs });
      const interaction = {
        endpoint,
        key: keyer.keyOf(endpoint, request),
        request: keyer.canonicalBody(endpoint, request),
        response: {
          status: 200,
          headers: { 'content-type': 'application/json', 'x-request-id': `req_${number}_${m}` },
          body: { kind: 'json', value: response },
        },
        latencyMs,
        firstByteMs: latencyMs,
      } as const;
      const text = writeCassette({
        scenario: scenario.id,
        model: model.name,
        gateway: model.gateway.name,
        source: 'live',
        recordedAt: '2026-01-01T00:00:00.000Z',
        trials: [{ trial: 1, interactions: [interaction] }],
      });
      if (m === 0) mkdirSync(join(dir, 'cassettes', scenario.id), { recursive: true });
      writeFileSync(join(dir, 'cassettes', cassettePath(scenario.id, model.name)), text);
    }
  }
}

/** Writes the same scenarios without recordings, and the gateway that `baseUrl` serves. */
export function writeScenarios(
  dir: string,
  count: number,
  baseUrl: string,
  models: number,
  protocol?: ProtocolName,
): void {
  const folder = join(dir, 'scenarios');
  mkdirSync(folder, { recursive: true });
  writeConfig(dir, baseUrl, models, protocol);
  const tools = Array.from({ length: KNOWN_TOOLS }, (_, i) => toolOf(i));
  for (let i = 0; i < count; i++) {
    const scenario = scenarioOf(i, tools);
    writeFileSync(join(folder, `${scenario['id'] as string}.json`), `${JSON.stringify(scenario, null, 2)}\n`);
  }
}

function writeConfig(dir: string, baseUrl: string, models: number, protocol?: ProtocolName): void {
  const config = {
    gateways: { bench: { base_url: baseUrl, ...(protocol !== undefined && { protocol }) } },
    models: Object.fromEntries(Array.from({ length: models }, (_, m) => [modelOf(m).name, { gateway: 'bench' }])),
    defaults: { temperature: DEFAULTS.temperature, max_tokens: DEFAULTS.maxTokens },
  };
  writeFileSync(join(dir, 'tooltape.config.yaml'), `${JSON.stringify(config, null, 2)}\n`);
}

function modelOf(index: number, protocol: ProtocolName = 'chat'): Model {
  const name = `model-${String.fromCharCode(97 + index)}`;
  const gateway: Gateway = {
    name: 'bench',
    baseUrl: null,
    apiKeyEnv: null,
    protocol,
    auth: 'native',
    concurrency: null,
    rpm: null,
    sandbox: false,
    headers: {},
  };
  return { name, servedAs: name, gateway, price: null, omit: [], rename: {}, request: {} };
}

const CITIES = ['Lyon', 'Kyoto', 'Tromsø', 'São Paulo', 'Nairobi', 'Wellington', '北京', 'Reykjavík'];
const SUBJECTS = ['weather', 'hotel', 'flight', 'invoice', 'parcel', 'ticket', 'meeting', 'recipe'];
const VERBS = ['find', 'book', 'cancel', 'rate', 'list'];

/** Some 900 bytes, as tools in use have them. */
function toolOf(index: number): JsonObject {
  const subject = SUBJECTS[index % SUBJECTS.length] ?? '';
  const name = `${VERBS[Math.floor(index / SUBJECTS.length)] ?? 'get'}_${subject}`;
  return {
    name,
    description: `Use this function to ${name.replace('_', ' a ')} for the user. It answers with one record, or with an error that says what is missing. Call it once for each place that the user names.`,
    parameters: {
      type: 'object',
      properties: {
        city: {
          type: 'string',
          description: `The city that the ${subject} is about, with its country where the name alone is ambiguous.`,
        },
        date: { type: 'string', description: 'The day in question as YYYY-MM-DD; today when the user names none.' },
        limit: { type: 'integer', minimum: 1, maximum: 50, description: 'How many records at most.' },
        unit: { type: 'string', enum: ['metric', 'imperial'], description: 'Units of all numbers in the answer.' },
        options: {
          type: 'object',
          properties: {
            verbose: { type: 'boolean', description: 'Whether to explain each record.' },
            tags: { type: 'array', items: { type: 'string' }, description: 'Only records that carry all of these.' },
          },
        },
      },
      required: ['city', 'limit'],
    },
  };
}

function scenarioOf(index: number, pool: readonly JsonObject[]): JsonObject {
  const tools = Array.from({ length: TOOLS_A_SCENARIO }, (_, i) => pool[(index + i) % pool.length] ?? {});
  const called = [tools[index % TOOLS_A_SCENARIO], tools[(index + 2) % TOOLS_A_SCENARIO]];
  const calls = called.map((tool, i) => ({
    name: tool?.['name'] ?? '',
    arguments: {
      city: cityOf(index + i),
      limit: 1 + ((index + i) % 9),
      options: { tags: ['open', `group-${index % 12}`] },
    },
  }));
  return {
    id: `case-${String(index).padStart(6, '0')}`,
    tags: [`group-${index % 12}`],
    messages: [
      {
        role: 'system',
        content:
          'You are a careful assistant. Call functions where they help, several at once where they do not depend on each other.',
      },
      {
        role: 'user',
        content: `Case ${index}: what is there in ${cityOf(index)}, and in ${cityOf(index + 1)}? At most ${1 + (index % 9)} each, with tag group-${index % 12}.`,
      },
    ],
    tools,
    tool_choice: 'auto',
    max_steps: 1,
    expect: { calls },
  };
}

function cityOf(index: number): string {
  return CITIES[index % CITIES.length] ?? '';
}

/** The expected calls, now and then wrong. */
function callsOf(scenario: Scenario, number: number, model: number): { name: string; arguments: JsonObject }[] {
  const kind = (number * 31 + model * 17) % 100;
  const [group] = scenario.turns[0]?.expect.plans[0]?.groups ?? [];
  if (typeof group !== 'object') throw new Error('every scenario of the data expects calls');
  const calls = group.map((call, i) => ({
    name: call.name,
    arguments: kind < WRONG_ARGUMENT && i === 0 ? { ...call.arguments, limit: 42 } : { ...call.arguments },
  }));
  const lacking = kind >= WRONG_ARGUMENT && kind < WRONG_ARGUMENT + MISSING_CALL;
  return lacking ? calls.slice(1) : calls;
}

/** A completion with these calls. */
function answerTo(scenario: Scenario, number: number, model: number): JsonObject {
  const calls = callsOf(scenario, number, model).map(({ name, arguments: args }, i) => ({
    id: `call_${number}_${model}_${i}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  return completionOf(`model-${String.fromCharCode(97 + model)}`, `chatcmpl-${number}-${model}`, calls);
}

/** The same answer as the server of another protocol gives it, with reasoning where it has any. */
function served(scenario: Scenario, number: number, model: number, asked: ModelRequest, protocol: ProtocolName): Json {
  const calls = callsOf(scenario, number, model).map((call) => ({
    ...call,
    rawArguments: JSON.stringify(call.arguments),
    written: null,
  }));
  const frame = {
    id: `${number}${model}`,
    model: `model-${String.fromCharCode(97 + model)}`,
    callCount: 0,
    requestLength: JSON.stringify(asked.body).length,
  };
  return JSON.parse(protocolNamed(protocol).serving.write({ kind: 'calls', calls }, frame, asked).text) as Json;
}

/** A chat completion as OpenAI writes it, all of its usual fields. */
export function completionOf(model: string, id: string, calls: readonly JsonObject[]): JsonObject {
  return {
    id,
    object: 'chat.completion',
    created: 1_767_225_600,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: null, tool_calls: [...calls], refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'tool_calls',
      },
    ],
    usage: {
      prompt_tokens: 1180,
      completion_tokens: 74,
      total_tokens: 1254,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    service_tier: 'default',
    system_fingerprint: 'fp_0a1b2c3d4e',
  };
}
