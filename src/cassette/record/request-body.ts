import { hash } from 'node:crypto';
import { isObject, type JsonObject } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BOUNDARY = /^multipart\/[^;]*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^;\s]+))/i;

/**
 * A request body as JSON: an object as it is, other text under `body`, and the SHA-256 of bytes that are no text. The boundary
 * of a multipart body gets a fixed name, because clients invent a new one for each request.
 */
export function requestBody(bytes: Buffer, contentType: string): JsonObject {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  const same = boundary === undefined ? bytes : withOneBoundary(bytes, boundary);
  let text: string;
  try {
    text = UTF8.decode(same);
  } catch {
    return { sha256: hash('sha256', same, 'hex'), bytes: same.length };
  }
  return toBody(text);
}

/** The JSON object in a text; any other text as `{ body: text }`. */
export function toBody(text: string): JsonObject {
  if (text === '') return {};
  const value = parseJson(text);
  return isObject(value) ? value : { body: value ?? text };
}

function withOneBoundary(bytes: Buffer, boundary: string): Buffer {
  // Latin-1 has one character for each byte, so all bytes of the parts come back unchanged.
  return Buffer.from(bytes.toString('latin1').replaceAll(`--${boundary}`, '--boundary'), 'latin1');
}
