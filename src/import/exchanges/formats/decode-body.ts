import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** Longest body in bytes after decoding. No answer of a model is longer. */
const MOST = 64 * 1024 * 1024;

/**
 * The text of a recorded body after content decoding. Some recorders keep the bytes of the wire; others decode them but keep
 * the header. An object gives the fault of an unreadable body.
 */
export function decodeBody(body: string | Uint8Array, encoding: string): string | { readonly fault: string } {
  const bytes = typeof body === 'string' ? null : Buffer.from(body);
  if (bytes === null) return body as string;
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .toReversed();
  if (names.length === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b) names.push('gzip');
  let decoded = bytes;
  for (const name of names) {
    try {
      decoded = decoderOf(name, decoded);
    } catch {
      // The recorder has decoded the body but kept the header.
      const text = textOf(bytes);
      return text ?? { fault: `its body is no ${name}, which its header says` };
    }
  }
  return textOf(decoded) ?? { fault: 'its body is no text' };
}

function decoderOf(name: string, bytes: Buffer): Buffer<ArrayBuffer> {
  const options = { maxOutputLength: MOST };
  if (name === 'gzip' || name === 'x-gzip') return gunzipSync(bytes, options);
  if (name === 'br') return brotliDecompressSync(bytes, options);
  if (name === 'zstd') return zstdDecompressSync(bytes, options);
  if (name !== 'deflate') throw new Error(`unknown encoding ${name}`);
  try {
    return inflateSync(bytes, options);
  } catch {
    return inflateRawSync(bytes, options);
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
