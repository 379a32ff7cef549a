import type { Json, JsonObject } from '../../../src/json/json.ts';
import {
  calls,
  dataUrl,
  defined,
  event,
  list,
  num,
  obj,
  parsed,
  source,
  str,
  type Answered,
  type Asked,
  type Dialect,
  type Part,
  type Said,
} from './neutral.ts';

const SAME = [
  'temperature',
  'top_p',
  'top_logprobs',
  'user',
  'safety_identifier',
  'metadata',
  'service_tier',
  'store',
  'prompt_cache_key',
  'prompt_cache_retention',
  'parallel_tool_calls',
];

/** OpenAI Responses, as its reference has it. */
export const responses: Dialect = {
  path: () => '/v1/responses',

  readAsked(body): Asked {
    const { format, verbosity } = obj(body['text']);
    const { type, schema } = obj(format);
    return {
      model: str(body['model']),
      stream: body['stream'] === true,
      said: [
        ...(typeof body['instructions'] === 'string'
          ? [{ role: 'system' as const, parts: [{ kind: 'text' as const, text: body['instructions'] }] }]
          : []),
        ...saidIn(body['input']),
      ],
      tools: list(body['tools']).map(({ name, description, parameters, ...more }) => ({
        name: str(name),
        description: description ?? '',
        schema: parameters ?? {},
        more,
      })),
      ...choiceIn(body['tool_choice']),
      parameters: defined({
        ...Object.fromEntries(SAME.map((name) => [name, body[name]])),
        max_tokens: body['max_output_tokens'],
        reasoning_effort: obj(body['reasoning'])['effort'],
        verbosity,
        json: type === 'json_object' ? true : undefined,
        schema: type === 'json_schema' ? schema : undefined,
      }),
    };
  },

  writeAsked({ model, stream, said, tools, choice, parameters }): JsonObject {
    const { max_tokens, reasoning_effort: effort, verbosity, json, schema } = parameters;
    const format =
      schema !== undefined
        ? { type: 'json_schema', name: 'answer', schema }
        : json === true
          ? { type: 'json_object' }
          : undefined;
    const text = defined({ format, verbosity });
    return defined({
      model,
      input: said.flatMap(itemsOf),
      tools:
        tools.length === 0
          ? undefined
          : tools.map(({ name, description, schema: parameters, more }) =>
              defined({
                type: 'function',
                name,
                description,
                parameters,
                strict: more['strict'] ?? false,
                allowed_callers: more['allowed_callers'],
                defer_loading: more['defer_loading'],
              }),
            ),
      tool_choice: choice === undefined ? undefined : choiceOf(choice),
      ...Object.fromEntries(SAME.map((name) => [name, parameters[name]])),
      max_output_tokens: max_tokens,
      reasoning: effort === undefined ? undefined : { effort },
      text: Object.keys(text).length === 0 ? undefined : text,
      stream: stream ? true : undefined,
    });
  },

  /** The last event of a stream holds the whole response. */
  readAnswer(bodies): Answered {
    const last = bodies.at(-1) ?? {};
    const body = obj(last['response'] ?? last);
    const parts = list(body['output']).flatMap(partsInItem);
    const why = str(obj(body['incomplete_details'])['reason']);
    const usage = obj(body['usage']);
    return {
      parts,
      end:
        body['status'] === 'incomplete'
          ? why === 'content_filter'
            ? 'filter'
            : 'length'
          : calls(parts).length > 0
            ? 'calls'
            : 'stop',
      usage: {
        input: num(usage['input_tokens']),
        output: num(usage['output_tokens']),
        cached: num(obj(usage['input_tokens_details'])['cached_tokens']),
        thought: num(obj(usage['output_tokens_details'])['reasoning_tokens']),
      },
    };
  },

  writeAnswer: (answered, model) => responseOf(answered, model),

  writeEvents(answered, model): string {
    const whole = responseOf(answered, model);
    let number = 0;
    const send = (type: string, data: JsonObject): string => event({ type, sequence_number: number++, ...data }, type);
    const started = { ...whole, status: 'in_progress', output: [], usage: null };
    return [
      send('response.created', { response: started }),
      ...list(whole['output']).flatMap((item, output_index) => {
        const { type, id } = item;
        const at = { item_id: id ?? '', output_index };
        if (type === 'function_call') {
          const { arguments: args } = item;
          return [
            send('response.output_item.added', {
              output_index,
              item: { ...item, arguments: '', status: 'in_progress' },
            }),
            send('response.function_call_arguments.delta', { ...at, delta: args ?? '' }),
            send('response.function_call_arguments.done', { ...at, arguments: args ?? '' }),
            send('response.output_item.done', { output_index, item }),
          ];
        }
        const reasons = type === 'reasoning';
        const kind = reasons ? 'response.reasoning_summary' : 'response.content';
        const [part = {}] = list(item[reasons ? 'summary' : 'content']);
        const empty = reasons ? { ...item, summary: [] } : { ...item, content: [], status: 'in_progress' };
        const place = reasons ? { ...at, summary_index: 0 } : { ...at, content_index: 0 };
        const text = part['text'] ?? '';
        const word = reasons ? 'response.reasoning_summary_text' : 'response.output_text';
        return [
          send('response.output_item.added', { output_index, item: empty }),
          send(`${kind}_part.added`, { ...place, part: { ...part, text: '' } }),
          send(`${word}.delta`, { ...place, delta: text }),
          send(`${word}.done`, { ...place, text }),
          send(`${kind}_part.done`, { ...place, part }),
          send('response.output_item.done', { output_index, item }),
        ];
      }),
      send(whole['status'] === 'incomplete' ? 'response.incomplete' : 'response.completed', { response: whole }),
    ].join('');
  },

  writeError: (status, message) => ({
    error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param: null, code: null },
  }),
};

function choiceIn(choice: Json | undefined): Pick<Asked, 'choice'> {
  if (choice === undefined) return {};
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { choice: { mode: choice, names: [] } };
  const { type, name, tools } = obj(choice);
  if (type === 'allowed_tools')
    return { choice: { mode: 'allowed', names: list(tools).map((tool) => str(tool['name'])) } };
  return { choice: { mode: 'tool', names: [str(name)] } };
}

function choiceOf({ mode, names }: NonNullable<Asked['choice']>): Json {
  if (mode === 'tool') return { type: 'function', name: names[0] ?? '' };
  if (mode !== 'allowed') return mode;
  return { type: 'allowed_tools', mode: 'required', tools: names.map((name) => ({ type: 'function', name })) };
}

/** Items of an answer that follow each other are one. */
function saidIn(input: Json | undefined): Said[] {
  if (typeof input === 'string') return [{ role: 'user', parts: [{ kind: 'text', text: input }] }];
  const said: { role: Said['role']; parts: Part[] }[] = [];
  const names = new Map<string, string>();
  for (const item of list(input)) {
    const { type, role, call_id: id, output } = item;
    if (type === 'function_call') names.set(str(id), str(item['name']));
    if (type === 'function_call_output') {
      const result: Part = {
        kind: 'result',
        id: str(id),
        name: names.get(str(id)) ?? '',
        parts: contentIn(output),
        failed: false,
      };
      said.push({ role: 'user', parts: [result] });
      continue;
    }
    const speaker = type === 'function_call' || type === 'reasoning' ? 'assistant' : (role as Said['role']);
    const last = said.at(-1);
    if (speaker === 'assistant' && last?.role === 'assistant') last.parts.push(...partsInItem(item));
    else said.push({ role: speaker, parts: partsInItem(item) });
  }
  return said;
}

function partsInItem(item: JsonObject): Part[] {
  const { type, call_id: id, name, arguments: args, summary, encrypted_content: secret } = item;
  if (type === 'function_call') return [{ kind: 'call', id: str(id), name: str(name), args: parsed(str(args)) }];
  if (type === 'reasoning') {
    const text = list(summary).map((part) => str(part['text']));
    return [{ kind: 'thought', text: text.join(''), signature: str(secret) }];
  }
  return contentIn(item['content']);
}

function contentIn(content: Json | undefined): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return list(content).map((part): Part => {
    const { type, text, image_url: url, file_data: file, filename, input_audio: audio } = part;
    if (type === 'input_image') return { kind: 'image', ...source(str(url)) };
    if (type === 'input_file') return { kind: 'file', ...source(str(file)), name: str(filename) };
    if (type === 'input_audio')
      return { kind: 'audio', type: `audio/${str(obj(audio)['format'])}`, data: str(obj(audio)['data']) };
    return { kind: 'text', text: str(text) };
  });
}

function itemsOf({ role, parts }: Said): JsonObject[] {
  const items: JsonObject[] = [];
  const content: JsonObject[] = [];
  for (const part of parts) {
    if (part.kind === 'thought') {
      const summary = [{ type: 'summary_text', text: part.text }];
      items.push({ type: 'reasoning', id: 'rs_gw', summary, encrypted_content: part.signature });
    } else if (part.kind === 'call') {
      items.push({ type: 'function_call', call_id: part.id, name: part.name, arguments: JSON.stringify(part.args) });
    } else if (part.kind === 'result') {
      items.push({ type: 'function_call_output', call_id: part.id, output: outputOf(part.parts) });
    } else content.push(...contentOf(part, role));
  }
  return content.length === 0 ? items : [{ role, content }, ...items];
}

function outputOf(parts: readonly Part[]): Json {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'text') return first.text;
  return parts.flatMap((part) => contentOf(part, 'user'));
}

function contentOf(part: Part, role: Said['role']): JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [{ type: role === 'assistant' ? 'output_text' : 'input_text', text: part.text }];
    case 'image':
      return [{ type: 'input_image', image_url: dataUrl(part) }];
    case 'file':
      return [{ type: 'input_file', filename: part.name ?? 'file', file_data: dataUrl(part) }];
    case 'audio':
      return [{ type: 'input_audio', input_audio: { data: part.data ?? '', format: part.type.replace('audio/', '') } }];
    default:
      return [];
  }
}

function responseOf({ parts, end, usage }: Answered, model: string): JsonObject {
  const output = parts.flatMap((part, i): JsonObject[] => {
    if (part.kind === 'thought') {
      const summary = part.text === '' ? [] : [{ type: 'summary_text', text: part.text }];
      return [{ type: 'reasoning', id: `rs_${i}`, summary, encrypted_content: part.signature }];
    }
    if (part.kind === 'call') {
      const { id, name, args } = part;
      return [
        {
          type: 'function_call',
          id: `fc_${i}`,
          call_id: id,
          name,
          arguments: JSON.stringify(args),
          status: 'completed',
        },
      ];
    }
    if (part.kind !== 'text') return [];
    const content = [{ type: 'output_text', text: part.text, annotations: [] }];
    return [{ type: 'message', id: `msg_${i}`, role: 'assistant', status: 'completed', content }];
  });
  const cut = end === 'length' || end === 'filter';
  const { input, output: written, cached, thought } = usage;
  return {
    id: 'resp_gw',
    object: 'response',
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: end === 'length' ? 'max_output_tokens' : 'content_filter' } : null,
    model,
    output,
    usage: {
      input_tokens: input,
      output_tokens: written,
      total_tokens: input + written,
      input_tokens_details: { cached_tokens: cached },
      output_tokens_details: { reasoning_tokens: thought },
    },
  };
}
