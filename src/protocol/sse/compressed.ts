const SIGNS: readonly { readonly name: string; readonly bytes: readonly number[] }[] = [
  { name: 'gzip', bytes: [0x1f, 0x8b] },
  { name: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'deflate', bytes: [0x78, 0x9c] },
  { name: 'deflate', bytes: [0x78, 0x01] },
  { name: 'deflate', bytes: [0x78, 0xda] },
];

/** The compression of bytes, by their first bytes; null where they show none. Brotli has no such bytes. */
export function compressionOf(bytes: Uint8Array): string | null {
  return SIGNS.find((sign) => sign.bytes.every((byte, i) => bytes[i] === byte))?.name ?? null;
}
