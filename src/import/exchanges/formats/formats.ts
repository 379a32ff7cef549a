import { isObject, type Json } from '../../../json/json.ts';
import { aimock } from './aimock.ts';
import type { DocumentFormat, Entry } from './format.ts';
import { har } from './har.ts';
import { vcr } from './vcr.ts';

/** Exchanges in one JSON document, as lines of a log hold them: a list, or one of them. */
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

/** Every kind of file that is one document, the surest first; other files hold a JSON value a line. */
export const FORMATS: readonly DocumentFormat[] = [har, vcr, aimock, listed];

/** A value of a file that holds one a line, which may be an entry of a document. */
export function entryOfLine(value: Json): Entry {
  for (const format of FORMATS) {
    const entry = format.readsLine?.(value) ?? null;
    if (entry !== null) return entry;
  }
  return { value };
}

/** What a document is; null for none of them. */
export function formatOf(document: Json): DocumentFormat | null {
  return FORMATS.find((format) => format.fits(document)) ?? null;
}
