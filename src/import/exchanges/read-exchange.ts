import { isObject, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';
import { isSpoken, protocolAt, protocolNamed, PROTOCOLS, SPOKEN } from '../../protocol/protocols.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import type { Redactor } from '../../redact/redact.ts';
import { responseOf, type InputExchange, type ReceivedAnswer, type Refused } from './exchange.ts';

/**
 * Reads one value of a log as an exchange. It may be `{ request, response }`, with status and body beside or inside the
 * response, or a log of LiteLLM or of OpenAI's batches. `place` is `file#n`, the id of an exchange without its own.
 */
export function readExchange(value: Json, file: string, place: string, redactor: Redactor): InputExchange | Refused {
  if (!isObject(value)) return { id: place, source: file, refused: 'it is no object' };
  const id = textOf(value['id']) ?? textOf(value['custom_id']) ?? place;
  const source = textOf(value['source']) ?? file;
  const refuse = (refused: string): Refused => ({ id, source, refused });
  const answer = answerOf(value);
  if (answer === null) return refuse('it holds no response');
  const request = requestOf(value);
  const path = pathOf(value);
  const named = textOf(value['protocol']);
  if (named !== null && !isSpoken(named)) {
    return refuse(`this version does not speak the protocol ${JSON.stringify(named)}, but ${SPOKEN.join(', ')}`);
  }
  const protocol = named === null ? guess(path, request, answer, redactor) : protocolNamed(named);
  if (protocol === null) {
    return refuse(path === '' ? 'nothing tells its protocol' : `no protocol has the path ${JSON.stringify(path)}`);
  }
  return {
    id,
    source,
    protocol,
    host: hostOf(value),
    path,
    request: request === null ? null : redactor.json(request),
    response: responseOf(answer, protocol, redactor),
  };
}

function answerOf(value: JsonObject): ReceivedAnswer | null {
  const { response } = value;
  const holder = isObject(response) && ('body' in response || 'status_code' in response) ? response : value;
  const bare = holder === value && response !== undefined ? response : undefined;
  const body = bare ?? holder['body'] ?? holder['content'];
  if (body === undefined || body === null) return null;
  const text = textOrJson(body);
  const status = [holder['status'], holder['status_code'], value['status']].find((one) => typeof one === 'number');
  return {
    status: typeof status === 'number' ? status : 200,
    contentType: contentType(holder['headers']) ?? contentType(value['headers']) ?? typeOf(text),
    body: text,
  };
}

function contentType(headers: Json | undefined): string | null {
  if (!isObject(headers)) return null;
  const name = Object.keys(headers).find((one) => one.toLowerCase() === 'content-type');
  const value = name === undefined ? undefined : headers[name];
  return textOf(Array.isArray(value) ? value[0] : value);
}

function typeOf(text: string): string {
  return /^\s*[{[]/.test(text)
    ? 'application/json'
    : /^\uFEFF?(?:data|event|id|retry)?:/.test(text)
      ? 'text/event-stream'
      : 'text/plain';
}

/**
 * The body of a request: `request` may be an object, its JSON text, or an object with the body inside. LiteLLM has the members
 * of the body at the top level.
 */
function requestOf(value: JsonObject): JsonObject | null {
  const { request } = value;
  const given = isObject(request) && 'body' in request ? request['body'] : request;
  const body = typeof given === 'string' ? parseJson(given) : given;
  if (isObject(body)) return body;
  if (request !== undefined || !Array.isArray(value['messages'])) return null;
  const parameters = isObject(value['model_parameters']) ? value['model_parameters'] : value['optional_params'];
  return { model: value['model'] ?? null, messages: value['messages'], ...(isObject(parameters) ? parameters : {}) };
}

function pathOf(value: JsonObject): string {
  const request = isObject(value['request']) ? value['request'] : {};
  const path = textOf(value['path']);
  if (path !== null) return path;
  const url = textOf(value['url']) ?? textOf(request['url']) ?? textOf(request['uri']) ?? textOf(value['api_base']);
  if (url === null) return '';
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function hostOf(value: JsonObject): string {
  const request = isObject(value['request']) ? value['request'] : {};
  const url = textOf(value['url']) ?? textOf(request['url']) ?? textOf(request['uri']) ?? textOf(value['api_base']);
  const host = textOf(value['host']) ?? (url !== null && URL.canParse(url) ? new URL(url).host : null);
  return host ?? textOf(value['custom_llm_provider']) ?? 'import';
}

/**
 * The protocol of an exchange, by the path. Without a path: the first protocol whose form the request has and whose reader
 * finds an answer.
 */
function guess(path: string, request: JsonObject | null, answer: ReceivedAnswer, redactor: Redactor): Protocol | null {
  if (path !== '') return protocolAt(path);
  const fitting = PROTOCOLS.filter(({ recording }) => request === null || recording.growing in request);
  const read = fitting.find((protocol) => {
    const asked = { endpoint: protocol.example, body: request ?? {} };
    return protocol.read(responseOf(answer, protocol, redactor), protocol.contextOf(asked, 1)).ok;
  });
  return read ?? (request === null ? null : (fitting[0] ?? null));
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
