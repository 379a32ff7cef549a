/** Scripts that `init` adds to a package.json, by name. */
const SCRIPTS: Readonly<Record<string, string>> = { eval: 'tooltape run', 'eval:watch': 'tooltape run --watch' };

/**
 * The text of a package.json with those of `SCRIPTS` added that it does not have. The indent and line ends stay as they are. Null where
 * the text is no JSON object, or has all the scripts.
 */
export function withScripts(text: string): string | null {
  const manifest = parsed(text);
  if (manifest === null) return null;
  const { scripts = {} } = manifest;
  if (!isObject(scripts)) return null;
  const missing = Object.entries(SCRIPTS).filter(([name]) => !Object.hasOwn(scripts, name));
  if (missing.length === 0) return null;
  const [, indent = '  '] = /^\s*\{\r?\n([ \t]+)"/.exec(text) ?? [];
  const lines = JSON.stringify({ ...manifest, scripts: { ...scripts, ...Object.fromEntries(missing) } }, null, indent);
  const end = text.slice(text.trimEnd().length);
  return (text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines) + end;
}

function parsed(text: string): { readonly [key: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
