/**
 * Normalizes an absolute URL: lower-case scheme and host, no default port, resolved dots in the path, escapes only where
 * needed, no empty query or fragment. Null for any other text.
 */
export function evenUrl(text: string): string | null {
  if (!URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  const even = url.href.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase();
  });
  return even.replace(/\?(?=#|$)/, '').replace(/#$/, '');
}
