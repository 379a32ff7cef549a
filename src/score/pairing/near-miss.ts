/**
 * How an undeclared tool name resembles a declared one. `case`: other case or style. `namespace`: with a prefix, or without it.
 * `multi-tool-use`: OpenAI's wrapper of parallel calls, `multi_tool_use.parallel`.
 */
export type NearMiss = 'case' | 'namespace' | 'multi-tool-use' | 'unknown';

/** The kind of near miss of an undeclared name; `unknown` where the name resembles no tool. */
export function nearMiss(name: string, declared: Iterable<string>): NearMiss {
  if (/^multi_tool_use[._]/i.test(name)) return 'multi-tool-use';
  const names = [...declared];
  const plain = evenName(name);
  if (names.some((one) => evenName(one) === plain)) return 'case';
  const short = evenName(withoutNamespace(name));
  const isPrefixed = names.some((one) => {
    const other = evenName(withoutNamespace(one));
    return other === short || other === plain || evenName(one) === short || endsAfterSeparator(name, one);
  });
  return isPrefixed ? 'namespace' : 'unknown';
}

/** A name without case and separators, so that `getWeather`, `get-weather` and `GET_WEATHER` are equal. */
function evenName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function withoutNamespace(name: string): string {
  return name.replace(/^.*(?:[./:]|__)(?=.)/su, '');
}

/** True when one name is the other with a prefix: `functions_get_weather` and `get_weather`. */
function endsAfterSeparator(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a.toLowerCase(), b.toLowerCase()] : [b.toLowerCase(), a.toLowerCase()];
  return short !== '' && long.endsWith(short) && /[_-]$/.test(long.slice(0, -short.length));
}
