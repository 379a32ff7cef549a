import { hash } from 'node:crypto';
import { isObject, type JsonObject } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';
import { codingsOf, decodeCodings } from '../../network/content-coding.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BOUNDARY = /^multipart\/[^;]*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^;\s]+))/i;

/** A request body after content decoding. */
export interface DecodedBody {
  readonly bytes: Buffer;
  /** The `content-encoding` that the bytes still have; null for none. */
  readonly coding: string | null;
}

/**
 * The body of a program's request, decoded, so that a compressed request counts as the one that it holds. nock decodes gzip,
 * deflate and brotli but keeps the header, so text under such a header is taken as decoded. Other bytes that cannot be decoded
 * keep their coding.
 */
export function decodedBody(bytes: Buffer, encoding: string): DecodedBody {
  const decoded = decodeCodings(bytes, codingsOf(encoding));
  if (decoded !== null) return { bytes: decoded, coding: null };
  return { bytes, coding: textOf(bytes) === null ? encoding : null };
}

/**
 * A request body as JSON: an object as it is, other text under `body`, and the SHA-256 of bytes that are no text. The boundary
 * of a multipart body gets a fixed name, because clients invent a new one for each request.
 */
export function requestBody(bytes: Buffer, contentType: string): JsonObject {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  const same = boundary === undefined ? bytes : withOneBoundary(bytes, boundary);
  const text = textOf(same);
  return text === null ? { sha256: hash('sha256', same, 'hex'), bytes: same.length } : toBody(text);
}

/** The JSON object in a text; any other text as `{ body: text }`. */
export function toBody(text: string): JsonObject {
  if (text === '') return {};
  const value = parseJson(text);
  return isObject(value) ? value : { body: value ?? text };
}

/** The text of UTF-8 bytes; null for other bytes. */
function textOf(bytes: Buffer): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

function withOneBoundary(bytes: Buffer, boundary: string): Buffer {
  // Latin-1 has one character for each byte, so all bytes of the parts come back unchanged.
  return Buffer.from(bytes.toString('latin1').replaceAll(`--${boundary}`, '--boundary'), 'latin1');
}
