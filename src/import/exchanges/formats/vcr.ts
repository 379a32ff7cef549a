import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { decodeRecorded } from './decode-body.ts';
import type { DocumentFormat, Entry } from './format.ts';

/**
 * Cassettes of vcrpy and pytest-recording (`interactions`), and of VCR for Ruby (`http_interactions`), in YAML or JSON. Bodies are
 * text, bytes (`!!binary`, `base64_string`), or parsed (`parsed_body`), which a serializer of pytest-recording writes.
 */
export const vcr: DocumentFormat = {
  title: 'VCR',
  fits: (document) => listOf(document) !== null,
  *entries(document) {
    for (const entry of listOf(document) ?? []) yield readInteraction(entry);
  },
};

function listOf(document: Json): readonly Json[] | null {
  if (!isObject(document)) return null;
  const list = document['interactions'] ?? document['http_interactions'];
  return Array.isArray(list) ? list : null;
}

function readInteraction(entry: Json): Entry {
  if (!isObject(entry) || !isObject(entry['request'])) return { refused: 'it holds no request' };
  const { request, response } = entry;
  if (!isObject(response)) return { refused: 'it holds no response' };
  const method = asText(request['method']).toUpperCase();
  if (method !== 'POST')
    return { refused: `it is a ${method === '' ? 'request without a method' : method}, and models are asked by POST` };
  const sent = bodyOf(request);
  const came = bodyOf(response);
  if ('fault' in sent) return { refused: `the request: ${sent.fault}` };
  if ('fault' in came) return { refused: `the response: ${came.fault}` };
  if (sent.body === null) return { refused: 'its request has no body' };
  if (came.body === null) return { refused: 'its response has no body' };
  const { status } = response;
  const code = isObject(status) ? status['code'] : (response['status_code'] ?? status);
  const value: JsonObject = {
    url: asText(request['uri']) || asText(request['url']),
    request: sent.body,
    status: typeof code === 'number' ? code : 200,
    headers: { 'content-type': headerOf(response['headers'], 'content-type') },
    response: came.body,
  };
  return { value };
}

/** The text of a body, or its parsed JSON; null without a body; an object with the fault where it is unreadable. */
function bodyOf(message: JsonObject): { readonly body: Json } | { readonly fault: string } {
  const parsed = message['parsed_body'];
  if (parsed !== undefined && parsed !== null) return { body: parsed };
  // vcrpy 4 wrote the responses of httpx with `content`.
  const body = message['body'] ?? message['content'];
  // Bytes (`!!binary`) stand in place of the text, or under `string`, as the text does.
  const fields = isObject(body) && !((body as unknown) instanceof Uint8Array) ? body : null;
  const held: unknown = fields === null ? (body ?? null) : (fields['string'] ?? fields['base64_string'] ?? null);
  const encoding = headerOf(message['headers'], 'content-encoding');
  const isBase64 = typeof fields?.['base64_string'] === 'string';
  const bytes = isBase64 ? Buffer.from(String(held), 'base64') : held instanceof Uint8Array ? held : null;
  if (bytes !== null) {
    const text = decodeRecorded(bytes, encoding);
    return typeof text === 'string' ? { body: text } : text;
  }
  // Some serializers write a JSON body as parsed values.
  return { body: held === '' ? null : (held as Json) };
}

/** Headers are lists by name, or a text. */
function headerOf(headers: Json | undefined, wanted: string): string {
  if (!isObject(headers)) return '';
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === wanted) return asText(Array.isArray(value) ? value[0] : value);
  }
  return '';
}
