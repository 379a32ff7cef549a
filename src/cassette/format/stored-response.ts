import { isObject, type JsonObject } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';
import type { RawBody, RawResponse } from '../../domain/wire.ts';
import type { JsonLayout } from '../../json/json-layout.ts';
import type { StoredResponse } from './format.ts';
import { layoutOf, writeJson } from '../../json/json-layout.ts';

const SEPARATOR = '\n\n';

/** The response in the form of a cassette file. */
export function storeResponse({ status, headers, body }: RawResponse): StoredResponse {
  const head = { status, headers };
  switch (body.kind) {
    case 'json':
      return { ...head, ...(body.layout && { layout: body.layout }), json: body.value };
    case 'sse':
      return { ...head, ...storeEvents(body.text) };
    case 'text':
      return { ...head, text: body.text };
    case 'base64':
      return { ...head, base64: body.data };
  }
}

/** The response of a cassette file; null where the stored value is no response, because people edit and merge these files. */
export function restoreResponse(stored: Partial<StoredResponse>): RawResponse | null {
  const { status, headers = {} } = stored;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999) return null;
  if (!isObject(headers)) return null;
  for (const name in headers) if (typeof headers[name] !== 'string') return null;
  const body = restoreBody(stored);
  return body === null ? null : { status, headers, body };
}

function restoreBody(stored: Partial<StoredResponse>): RawBody | null {
  if (stored.json !== undefined) {
    return stored.layout === undefined
      ? { kind: 'json', value: stored.json }
      : { kind: 'json', value: stored.json, layout: stored.layout };
  }
  const { events, text, base64 } = stored;
  if (Array.isArray(events)) {
    const whole = events.every((event) => typeof event === 'string' || isObject(event));
    return whole ? { kind: 'sse', text: joinEvents(stored) } : null;
  }
  if (typeof text === 'string') return { kind: 'text', text };
  return typeof base64 === 'string' ? { kind: 'base64', data: base64 } : null;
}

/** Events are split at one separator. Joining them with it gives the stream's text back, whatever the separator is. */
function storeEvents(text: string): Omit<StoredResponse, 'status' | 'headers'> {
  const separator = text.includes('\r\n\r\n')
    ? '\r\n\r\n'
    : text.includes('\r\r') && !text.includes(SEPARATOR)
      ? '\r\r'
      : SEPARATOR;
  const parts = text.split(separator);
  const ended = parts.length > 1 && parts.at(-1) === '';
  if (ended) parts.pop();
  const layout = eventLayout(parts);
  const events = parts.map((part) => {
    const value = layout === null ? undefined : eventData(part);
    return value !== undefined && layout !== null && `data: ${writeJson(value, layout)}` === part ? value : part;
  });
  const compact = layout === null || (layout.indent === 0 && !layout.spaced && !layout.ascii);
  return {
    ...(separator !== SEPARATOR && { separator }),
    ...(!ended && { end: '' }),
    ...(!compact && { layout }),
    events,
  };
}

function eventData(part: string): JsonObject | undefined {
  const value = part.startsWith('data: {') ? parseJson(part.slice(6)) : undefined;
  return isObject(value) ? value : undefined;
}

/** The JSON layout of the first event that has one. A gateway lays all of its events out alike. */
function eventLayout(parts: readonly string[]): JsonLayout | null {
  for (const part of parts) {
    const value = eventData(part);
    const layout = value === undefined ? null : layoutOf(part.slice(6), value);
    if (layout !== null && layout.end === undefined) return layout;
  }
  return null;
}

function joinEvents({ events = [], separator = SEPARATOR, end = separator, layout }: Partial<StoredResponse>): string {
  let text = '';
  for (let i = 0; i < events.length; i++) {
    const event = events[i] as JsonObject | string;
    if (i > 0) text += separator;
    if (typeof event === 'string') text += event;
    else text += `data: ${layout === undefined ? JSON.stringify(event) : writeJson(event, layout)}`;
  }
  return text + end;
}
