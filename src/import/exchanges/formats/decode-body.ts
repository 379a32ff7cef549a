import { codingsOf, decodeCodings } from '../../../network/content-coding.ts';

/**
 * The text of a recorded body after content decoding. Some recorders keep the bytes of the wire; others decode them but keep
 * the header. An object gives the fault of an unreadable body.
 */
export function decodeRecorded(body: string | Uint8Array, encoding: string): string | { readonly fault: string } {
  if (typeof body === 'string') return body;
  const bytes = Buffer.from(body);
  const codings = codingsOf(encoding);
  if (codings.length === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b) codings.push('gzip');
  const decoded = decodeCodings(bytes, codings);
  // Without a decoded body the recorder may have decoded it but kept the header.
  if (decoded === null)
    return textOf(bytes) ?? { fault: `its body is no ${codings.join(', ')}, which its header says` };
  return textOf(decoded) ?? { fault: 'its body is no text' };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
