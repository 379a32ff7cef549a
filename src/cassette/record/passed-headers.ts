import { TRIAL_HEADER } from '../../domain/sandbox.ts';

const NOT_PASSED_ON = [
  TRIAL_HEADER,
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
  'http2-settings',
  'te',
  'trailer',
];
const NOT_PASSED_BACK = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
]);

/**
 * The headers of a program's request for the origin, without those of the connection. `coding` is the content coding that the
 * body has when it is sent; null for none.
 */
export function headersOnward(headers: Iterable<readonly [string, string]>, coding: string | null): Headers {
  const passed = new Headers([...headers].map(([name, value]) => [name, value] as [string, string]));
  for (const name of NOT_PASSED_ON) passed.delete(name);
  if (coding !== null) passed.set('content-encoding', coding);
  return passed;
}

/**
 * The headers of an answer for the program, without those of the connection and of the encoding, because the body is decoded.
 */
export function headersBack(headers: Headers): readonly (readonly [name: string, value: string])[] {
  return [...headers].filter(([name]) => !NOT_PASSED_BACK.has(name));
}
