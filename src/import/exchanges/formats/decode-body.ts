import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** Longer answers are no answers of a model. */
const MOST = 64 * 1024 * 1024;

/**
 * The text of a recorded body, after content decoding: recorders keep bodies as they came over the wire, or decoded with the header
 * still there. An object says why there is none.
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
      // Decoded before it was written, with the header still there.
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
