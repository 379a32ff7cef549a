/** Headers that a verdict can depend on. Cookies, organisations, request ids and dates are left out. */
const KEPT = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry'] as const;

/** Rate-limit headers change with every response, so a cassette keeps them only where a limit is exceeded. */
const LIMITS = /^(?:x-|anthropic-)?rate-?limit-/;
const EXCEEDED = new Set([429, 503, 529]);

/** The response headers that a cassette keeps. */
export function keptHeaders(headers: Headers, status: number): { readonly [name: string]: string } {
  const kept: { [name: string]: string } = {};
  for (const name of KEPT) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value;
  }
  if (!EXCEEDED.has(status)) return kept;
  for (const [name, value] of headers) if (LIMITS.test(name)) kept[name] = value;
  return kept;
}
