import { JsonScanner } from './json-scanner.ts';

/** Where a text stops being JSON: the end of its first value, cut off inside it, or no JSON at all. */
export type JsonScan = { readonly kind: 'value'; readonly end: number } | { readonly kind: 'truncated' | 'bad' };

/** Finds the end of the first JSON value of a text, without building it; strict as JSON.parse. */
export function scanJson(text: string): JsonScan {
  const scanner = new JsonScanner();
  scanner.feed(text);
  const { kind, end } = scanner;
  if (kind === 'bad') return { kind: 'bad' };
  return kind === 'open' ? { kind: 'truncated' } : { kind: 'value', end: end ?? text.length };
}
