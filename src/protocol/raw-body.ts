import type { RawBody } from '../domain/wire.ts';
import { writeJson } from '../json/json-layout.ts';

/** The received text; null for bytes that are no text. */
export function bodyText(body: RawBody): string | null {
  if (body.kind === 'base64') return null;
  if (body.kind !== 'json') return body.text;
  return body.layout === undefined ? JSON.stringify(body.value) : writeJson(body.value, body.layout);
}

/** The received bytes. */
export function bodyBytes(body: RawBody): Buffer {
  return body.kind === 'base64' ? Buffer.from(body.data, 'base64') : Buffer.from(bodyText(body) as string);
}
