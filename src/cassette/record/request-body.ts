import { hash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parse } from '../format/body.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BOUNDARY = /^multipart\/[^;]*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^;\s]+))/i;

/**
 * What a request says: its JSON object; other text stands in `body`; of bytes that are no text, their SHA-256. The boundary of a
 * multipart body, which clients invent anew each time, has one name.
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
  const value: Json | undefined = parse(text);
  return isObject(value) ? value : { body: value ?? text };
}

function withOneBoundary(bytes: Buffer, boundary: string): Buffer {
  // One character a byte: whatever the parts hold comes back unchanged.
  return Buffer.from(bytes.toString('latin1').replaceAll(`--${boundary}`, '--boundary'), 'latin1');
}
