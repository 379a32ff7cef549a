import { gzipSync } from 'node:zlib';

/** Characters of a chunk's JSON before compression. Larger chunks compress better, smaller ones open faster. */
const CHUNK_LENGTH = 200_000;

/** A value for the page as gzip in base64, so that a browser can never read data as markup or script. */
export function island(id: string, json: string): string {
  return `<script type="application/octet-stream" id="${id}">${gzipSync(json).toString('base64')}</script>\n`;
}

/** Packs rows into elements `id-0`, `id-1`, … Adds to `starts` the number of the first row of each element. */
export function* chunkIslands(id: string, rows: Iterable<unknown>, starts: number[]): Generator<string> {
  let chunk: string[] = [];
  let length = 0;
  let count = 0;
  const pack = (): string => {
    const text = island(`${id}-${starts.length}`, `[${chunk.join(',')}]`);
    starts.push(count - chunk.length);
    chunk = [];
    length = 0;
    return text;
  };
  for (const row of rows) {
    const json = JSON.stringify(row);
    chunk.push(json);
    length += json.length;
    count += 1;
    if (length >= CHUNK_LENGTH) yield pack();
  }
  if (chunk.length > 0) yield pack();
}
