import { isObject, type Json } from '../../../json/json.ts';
import { aimock } from './aimock.ts';
import type { DocumentFormat } from './format.ts';
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

/** What a document is; null for none of them. */
export function formatOf(document: Json): DocumentFormat | null {
  return FORMATS.find((format) => format.fits(document)) ?? null;
}
