import { gzipSync } from 'node:zlib';

/** Length of a chunk's JSON before compression: enough to compress well, little enough to decode at a click. */
const CHUNK_LENGTH = 200_000;

/** A value as it stands in the page: gzip and base64, so that no data can ever be read as markup or script. */
export function island(id: string, json: string): string {
  return `<script type="application/octet-stream" id="${id}">${gzipSync(json).toString('base64')}</script>\n`;
}

/** Packs rows into islands `id-0`, `id-1`, … as they come; notes in `starts` which row each begins with. */
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
