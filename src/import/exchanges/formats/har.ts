import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { decodeRecorded } from './decode-body.ts';
import type { DocumentFormat, Entry } from './format.ts';

/** HTTP Archive 1.2, as browsers, proxies and k6 write it: http://www.softwareishard.com/blog/har-12-spec/ */
export const har: DocumentFormat = {
  title: 'HAR',
  readsLine: (value) => (isEntry(value) ? readEntry(value) : null),
  fits: (document) => isObject(document) && isObject(document['log']) && Array.isArray(document['log']['entries']),
  *entries(document) {
    const log = isObject(document) && isObject(document['log']) ? document['log'] : {};
    for (const entry of log['entries'] as Json[]) yield readEntry(entry);
  },
};

/** True for an entry of an archive, which has member names of no other log. */
function isEntry(value: Json): boolean {
  if (!isObject(value) || !isObject(value['request']) || !isObject(value['response'])) return false;
  const { request, response } = value;
  return 'url' in request && 'method' in request && !('body' in request) && isObject(response['content']);
}

function readEntry(entry: Json): Entry {
  if (!isObject(entry) || !isObject(entry['request'])) return { refused: 'it holds no request' };
  const { request, response } = entry;
  const method = asText(request['method']).toUpperCase();
  const url = asText(request['url']);
  if (method !== 'POST')
    return { refused: `it is a ${method === '' ? 'request without a method' : method}, and models are asked by POST` };
  if (!isObject(response) || !isObject(response['content'])) return { refused: 'it holds no response' };
  const { content } = response;
  if (typeof content['text'] !== 'string') {
    return { refused: 'the archive left out the body of its response: save it with content' };
  }
  const isBase64 = content['encoding'] === 'base64';
  // An archive stores decoded bodies.
  const body = isBase64 ? decodeRecorded(Buffer.from(content['text'], 'base64'), '') : content['text'];
  if (typeof body !== 'string') return { refused: body.fault };
  const sent = isObject(request['postData']) ? asText(request['postData']['text']) : '';
  if (sent === '') return { refused: 'the archive left out the body of its request' };
  const type = headerOf(response['headers'], 'content-type') || asText(content['mimeType']);
  const value: JsonObject = {
    url,
    request: sent,
    status: response['status'] ?? 200,
    headers: { 'content-type': type },
    response: body,
  };
  return { value };
}

function headerOf(headers: Json | undefined, name: string): string {
  for (const header of Array.isArray(headers) ? headers : []) {
    if (isObject(header) && asText(header['name']).toLowerCase() === name) return asText(header['value']);
  }
  return '';
}
