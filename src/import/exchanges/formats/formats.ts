import { isObject, type Json } from '../../../json/json.ts';
import { aimock } from './aimock.ts';
import type { DocumentFormat, Entry } from './format.ts';
import { har } from './har.ts';
import { vcr } from './vcr.ts';

/** Exchanges in one JSON document in the form of log lines: a list of them, or one. */
const listed: DocumentFormat = {
  title: 'exchanges',
  fits: (document) =>
    Array.isArray(document)
      ? document.length > 0 && document.every(isObject)
      : isObject(document) && 'request' in document && 'response' in document,
  *entries(document) {
    for (const value of Array.isArray(document) ? document : [document]) yield { value };
  },
};

/** Every format of one document, the most certain first. Other files have one JSON value a line. */
export const FORMATS: readonly DocumentFormat[] = [har, vcr, aimock, listed];

/** The entry in one line of a file; the line may also be an entry of a document format. */
export function entryOfLine(value: Json): Entry {
  for (const format of FORMATS) {
    const entry = format.readsLine?.(value) ?? null;
    if (entry !== null) return entry;
  }
  return { value };
}

/** The format of a document; null for an unknown one. */
export function formatOf(document: Json): DocumentFormat | null {
  return FORMATS.find((format) => format.fits(document)) ?? null;
}
