import type { Redactor } from '../../redact/redact.ts';

/** What a verdict can depend on. Never cookies, organisations, request ids, dates. */
const KEPT = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry'] as const;

/** The response headers that a cassette keeps. */
export function keptHeaders(headers: Headers, redactor: Redactor): { readonly [name: string]: string } {
  const kept: { [name: string]: string } = {};
  for (const name of KEPT) {
    const value = headers.get(name);
    if (value !== null) kept[name] = redactor.text(value);
  }
  return kept;
}
