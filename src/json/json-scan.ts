import { JsonScanner } from './json-scanner.ts';

/** Result of a scan: the end of the first value, a value that is cut off, or no JSON. */
export type JsonScan = { readonly kind: 'value'; readonly end: number } | { readonly kind: 'truncated' | 'bad' };

/** Finds the end of the first JSON value of a text without building the value. As strict as JSON.parse. */
export function scanJson(text: string): JsonScan {
  const scanner = new JsonScanner();
  scanner.feed(text);
  const { kind, end } = scanner;
  if (kind === 'bad') return { kind: 'bad' };
  return kind === 'open' ? { kind: 'truncated' } : { kind: 'value', end: end ?? text.length };
}
