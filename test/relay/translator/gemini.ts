import type { Json, JsonObject } from '../../../src/json/json.ts';
import {
  calls,
  defined,
  list,
  num,
  obj,
  pieces,
  str,
  texts,
  type Answered,
  type Asked,
  type Dialect,
  type Part,
  type Said,
} from './neutral.ts';

/** Of `generationConfig`, by the neutral name. */
const CONFIG: { readonly [name: string]: string } = {
  max_tokens: 'maxOutputTokens',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  n: 'candidateCount',
  logprobs: 'responseLogprobs',
  top_logprobs: 'logprobs',
  schema: 'responseJsonSchema',
};

/** Google's generateContent, as its reference has it. */
export const gemini: Dialect = {
  path: ({ model, stream }) =>
    `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,

  readAsked(body, path): Asked {
    const config = obj(body['generationConfig']);
    const { mode, allowedFunctionNames: names } = obj(obj(body['toolConfig'])['functionCallingConfig']);
    const json = config['responseMimeType'] === 'application/json' && config['responseJsonSchema'] === undefined;
    const kinds = config['responseModalities'];
    return {
      model: /models\/([^:]+):/.exec(path)?.[1] ?? '',
      stream: path.includes(':streamGenerateContent'),
      said: [
        ...(body['systemInstruction'] === undefined
          ? []
          : [{ role: 'system' as const, parts: list(obj(body['systemInstruction'])['parts']).flatMap(partIn) }]),
        ...list(body['contents']).map(({ role, parts }): Said => ({
          role: role === 'model' ? 'assistant' : 'user',
          parts: joined(list(parts)),
        })),
      ],
      tools: list(body['tools']).flatMap((tool) =>
        list(tool['functionDeclarations']).map(({ name, description, parametersJsonSchema: schema }) => ({
          name: str(name),
          description: description ?? '',
          schema: schema ?? {},
          more: {},
        })),
      ),
      ...choiceIn(mode, names),
      parameters: defined({
        ...Object.fromEntries(Object.entries(CONFIG).map(([name, wire]) => [name, config[wire]])),
        stop: config['stopSequences'],
        reasoning_effort: lower(obj(config['thinkingConfig'])['thinkingLevel']),
        json: json ? true : undefined,
        modalities: Array.isArray(kinds) ? kinds.map((kind) => str(kind).toLowerCase()) : undefined,
        metadata: body['labels'],
        service_tier: body['serviceTier'],
      }),
    };
  },

  writeAsked({ said, tools, choice, parameters }): JsonObject {
    const { stop, reasoning_effort: effort, json, schema, modalities: kinds } = parameters;
    const system = said
      .filter(({ role }) => role === 'system' || role === 'developer')
      .flatMap(({ parts }) => parts.flatMap(partOf));
    const config = defined({
      ...Object.fromEntries(Object.entries(CONFIG).map(([name, wire]) => [wire, parameters[name]])),
      stopSequences: stop === undefined ? undefined : Array.isArray(stop) ? stop : [stop],
      thinkingConfig: effort === undefined ? undefined : { thinkingLevel: str(effort).toUpperCase() },
      responseMimeType: json === true || schema !== undefined ? 'application/json' : undefined,
      responseModalities: Array.isArray(kinds) ? kinds.map((kind) => str(kind).toUpperCase()) : undefined,
    });
    return defined({
      systemInstruction: system.length === 0 ? undefined : { parts: system },
      contents: contentsOf(said),
      tools:
        tools.length === 0
          ? undefined
          : [
              {
                functionDeclarations: tools.map(({ name, description, schema: parametersJsonSchema }) => ({
                  name,
                  description,
                  parametersJsonSchema,
                })),
              },
            ],
      toolConfig: choice === undefined ? undefined : { functionCallingConfig: choiceOf(choice) },
      generationConfig: Object.keys(config).length === 0 ? undefined : config,
      labels: parameters['metadata'],
      serviceTier: parameters['service_tier'],
    });
  },

  readAnswer(bodies): Answered {
    const wire: JsonObject[] = [];
    let usage: JsonObject = {};
    let end = '';
    for (const body of bodies) {
      const candidate = list(body['candidates'])[0] ?? {};
      wire.push(...list(obj(candidate['content'])['parts']));
      end = str(candidate['finishReason']) || end;
      usage = obj(body['usageMetadata']);
    }
    const parts = joined(wire);
    const ended = ENDS[end] ?? 'stop';
    const thought = num(usage['thoughtsTokenCount']);
    return {
      parts,
      end: ended === 'stop' && calls(parts).length > 0 ? 'calls' : ended,
      usage: {
        input: num(usage['promptTokenCount']),
        output: num(usage['candidatesTokenCount']) + thought,
        cached: num(usage['cachedContentTokenCount']),
        thought,
      },
    };
  },

  writeAnswer(answered, model): JsonObject {
    return chunk(signed(answered.parts.flatMap(partOf), answered), endOf(answered), answered, model);
  },

  writeEvents(answered, model): string {
    const parts = signed(answered.parts.flatMap(partOf), answered).flatMap((part) => {
      const { text, thoughtSignature: signature, ...rest } = part;
      if (typeof text !== 'string' || text === '') return [part];
      const all = pieces(text);
      return all.map((piece, i) =>
        defined({ ...rest, text: piece, thoughtSignature: i === all.length - 1 ? signature : undefined }),
      );
    });
    const all = parts.length === 0 ? [{ text: '' }] : parts;
    return all
      .map((part, i) => chunk([part], i === all.length - 1 ? endOf(answered) : undefined, answered, model))
      .map((data) => `data: ${JSON.stringify(data)}\r\n\r\n`)
      .join('');
  },

  writeError: (status, message) => ({
    error: {
      code: status,
      message,
      status: status === 429 ? 'RESOURCE_EXHAUSTED' : status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL',
    },
  }),
};

function lower(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function choiceIn(mode: Json | undefined, names: Json | undefined): Pick<Asked, 'choice'> {
  if (mode === undefined) return {};
  const known = Array.isArray(names) ? names.map(str) : [];
  if (mode === 'ANY' && known.length > 0)
    return { choice: { mode: known.length === 1 ? 'tool' : 'allowed', names: known } };
  return { choice: { mode: mode === 'ANY' ? 'required' : mode === 'NONE' ? 'none' : 'auto', names: [] } };
}

function choiceOf({ mode, names }: NonNullable<Asked['choice']>): JsonObject {
  if (mode === 'tool' || mode === 'allowed') return { mode: 'ANY', allowedFunctionNames: [...names] };
  return { mode: mode === 'required' ? 'ANY' : mode.toUpperCase() };
}

/** Contents of one role in a row are one; a signature stands on the call that the thought led to. */
function contentsOf(said: readonly Said[]): JsonObject[] {
  const made: { role: string; parts: JsonObject[] }[] = [];
  for (const { role, parts } of said) {
    if (role === 'system' || role === 'developer') continue;
    const speaker = role === 'assistant' ? 'model' : 'user';
    const content = signed(parts.flatMap(partOf), { parts });
    const last = made.at(-1);
    if (last?.role === speaker) last.parts.push(...content);
    else made.push({ role: speaker, parts: content });
  }
  return made.map(({ role, parts }) => ({ role, parts }));
}

/** A signature goes on the first call, or on the text behind the thought. */
function signed(wire: readonly JsonObject[], { parts }: Pick<Answered, 'parts'>): JsonObject[] {
  const signature = parts.flatMap((part) => (part.kind === 'thought' ? [part.signature] : []))[0];
  const call = wire.findIndex((part) => 'functionCall' in part);
  const at = call === -1 ? wire.findIndex((part) => 'text' in part && part['thought'] !== true) : call;
  if (signature === undefined || signature === '') return [...wire];
  return wire.map((part, i) => (i === at ? { ...part, thoughtSignature: signature } : part));
}

function partIn(part: JsonObject): Part[] {
  const { text, thought, functionCall, functionResponse, inlineData, fileData, thoughtSignature: signature } = part;
  const kept: Part[] = signature === undefined ? [] : [{ kind: 'thought', text: '', signature: str(signature) }];
  if (thought === true) return [{ kind: 'thought', text: str(text), signature: '' }];
  if (functionCall !== undefined) {
    const { id, name, args } = obj(functionCall);
    return [...kept, { kind: 'call', id: str(id), name: str(name), args: args ?? {} }];
  }
  if (functionResponse !== undefined) return [resultIn(obj(functionResponse))];
  if (inlineData !== undefined) return [held(str(obj(inlineData)['mimeType']), { data: str(obj(inlineData)['data']) })];
  if (fileData !== undefined) return [held(str(obj(fileData)['mimeType']), { url: str(obj(fileData)['fileUri']) })];
  return [...kept, { kind: 'text', text: str(text) }];
}

function held(type: string, where: { data: string } | { url: string }): Part {
  const kind = type.startsWith('image/') ? 'image' : type.startsWith('audio/') ? 'audio' : 'file';
  return { kind, type, ...where };
}

function resultIn({ id, name, response, parts }: JsonObject): Part {
  const said = obj(response);
  const value = said['error'] ?? said['output'] ?? response ?? '';
  const content: Part[] = (Array.isArray(value) ? value : [value]).map((one) => ({
    kind: 'text',
    text: typeof one === 'string' ? one : JSON.stringify(one),
  }));
  return {
    kind: 'result',
    id: str(id),
    name: str(name),
    parts: [...content, ...list(parts).flatMap(partIn)],
    failed: 'error' in said,
  };
}

function partOf(part: Part): JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [{ text: part.text }];
    case 'thought':
      return part.text === '' ? [] : [{ text: part.text, thought: true }];
    case 'call':
      return [{ functionCall: { id: part.id, name: part.name, args: part.args } }];
    case 'result': {
      const said = texts(part.parts);
      const value: Json = said.length > 1 ? said : (said[0] ?? '');
      const others = part.parts.filter(({ kind }) => kind !== 'text').flatMap(partOf);
      return [
        {
          functionResponse: defined({
            id: part.id,
            name: part.name,
            response: part.failed ? { error: value } : { output: value },
            parts: others.length === 0 ? undefined : others,
          }),
        },
      ];
    }
    default:
      return part.url === undefined
        ? [{ inlineData: { mimeType: part.type, data: part.data ?? '' } }]
        : [{ fileData: { mimeType: part.type || 'image/png', fileUri: part.url } }];
  }
}

/** Texts and thoughts of a stream grow; a signature that comes by itself is that of the thought before it. */
function joined(wire: readonly JsonObject[]): Part[] {
  const parts: Part[] = [];
  for (const part of wire.flatMap(partIn)) {
    const last = parts.at(-1);
    if (last?.kind === 'text' && part.kind === 'text') parts.splice(-1, 1, { ...last, text: last.text + part.text });
    else if (last?.kind === 'thought' && part.kind === 'thought') {
      parts.splice(-1, 1, { ...last, text: last.text + part.text, signature: last.signature || part.signature });
    } else parts.push(part);
  }
  return parts;
}

const ENDS: { readonly [word: string]: Answered['end'] } = { STOP: 'stop', MAX_TOKENS: 'length', SAFETY: 'filter' };

function endOf({ end }: Answered): string {
  return Object.entries(ENDS).find(([, meaning]) => meaning === end)?.[0] ?? 'STOP';
}

function chunk(parts: Json[], finishReason: string | undefined, { usage }: Answered, modelVersion: string): JsonObject {
  const { input, output, cached, thought } = usage;
  return {
    candidates: [defined({ content: { role: 'model', parts }, finishReason, index: 0 })],
    usageMetadata: {
      promptTokenCount: input,
      candidatesTokenCount: output - thought,
      cachedContentTokenCount: cached,
      thoughtsTokenCount: thought,
      totalTokenCount: input + output,
    },
    modelVersion,
  };
}
