import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** Longest body in bytes after decoding. No request and no answer of a model is longer. */
const MOST = 64 * 1024 * 1024;

/** The codings of a `content-encoding` header, the outermost first. */
export function codingsOf(header: string): string[] {
  return header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .toReversed();
}

/** The bytes after decoding; null where a coding is unknown, or where the bytes do not have it. */
export function decodeCodings(bytes: Buffer, codings: readonly string[]): Buffer | null {
  let decoded = bytes;
  try {
    for (const name of codings) decoded = decode(name, decoded);
  } catch {
    return null;
  }
  return decoded;
}

function decode(name: string, bytes: Buffer): Buffer {
  const options = { maxOutputLength: MOST };
  if (name === 'gzip' || name === 'x-gzip') return gunzipSync(bytes, options);
  if (name === 'br') return brotliDecompressSync(bytes, options);
  if (name === 'zstd') return zstdDecompressSync(bytes, options);
  if (name !== 'deflate') throw new Error(`unknown coding ${name}`);
  try {
    return inflateSync(bytes, options);
  } catch {
    return inflateRawSync(bytes, options);
  }
}
