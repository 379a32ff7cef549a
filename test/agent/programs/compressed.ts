import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

const CODINGS = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  zstd: zstdCompressSync,
  'x-unknown': (bytes: Buffer) => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]),
};

/** Asks a server with a request of each content coding. Returns the status and the cookies of each answer. */
export async function askCompressed(baseUrl: string): Promise<string[]> {
  const answers: string[] = [];
  for (const [coding, compress] of Object.entries(CODINGS)) {
    const text = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: `${coding} ü` }] });
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': coding, authorization: 'Bearer key' },
      body: compress(Buffer.from(text)) as never,
    });
    await response.text();
    answers.push([coding, response.status, ...response.headers.getSetCookie()].join(' '));
  }
  return answers;
}

if (import.meta.main) process.stdout.write((await askCompressed(process.env['OPENAI_BASE_URL'] ?? '')).join('\n'));
