/**
 * The common spellings of a secret: as it is, escaped for JSON, base64 (also as part of a longer text), hex, percent-encoded.
 */
export function spellings(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  const base64 = [
    bytes.toString('base64').replace(/={1,2}$/, ''),
    ...[0, 1, 2].map((offset) => inBase64(bytes, offset)),
  ];
  const hex = bytes.toString('hex');
  const percent = percentEncoded(secret);
  return [
    ...new Set([
      secret,
      escaped,
      secret.replaceAll('/', String.raw`\/`),
      ...base64.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]),
      hex,
      hex.toUpperCase(),
      percent,
      percent.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
      percent.replaceAll('%20', '+'),
    ]),
  ];
}

/**
 * The base64 characters of a secret that begins `offset` bytes after a multiple of three, without those that neighbouring bytes
 * affect.
 */
function inBase64(secret: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + secret.length) * 8) / 6));
}

/** A lone surrogate has no percent-encoding. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
