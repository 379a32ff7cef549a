import { gunzipSync } from 'node:zlib';
import type { ReportIndex } from '../../src/report/reporters/html/report-index.ts';

/** The data that a page holds under this id. */
export function unpack(html: string, id: string): unknown {
  const packed = new RegExp(`id="${id}">([^<]*)<`).exec(html)?.[1];
  if (packed === undefined) throw new Error(`no ${id}`);
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString());
}

/** The index of the run that a page shows. */
export function indexOf(html: string): ReportIndex {
  return unpack(html, 'data-index') as ReportIndex;
}
