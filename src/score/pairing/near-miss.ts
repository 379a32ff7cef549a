/** In what way a name that no tool has comes close to one: written in another case or style, with or without a namespace, or OpenAI's wrapper of parallel calls. */
export type NearMiss = 'case' | 'namespace' | 'multi-tool-use' | 'unknown';

/** The kind of near miss of an undeclared name; `unknown` where it is like none of the tools. */
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

/** `getWeather`, `get-weather` and `GET_WEATHER` alike. */
function evenName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function withoutNamespace(name: string): string {
  return name.replace(/^.*(?:[./:]|__)(?=.)/su, '');
}

/** `functions_get_weather` for `get_weather`, and the other way round. */
function endsAfterSeparator(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a.toLowerCase(), b.toLowerCase()] : [b.toLowerCase(), a.toLowerCase()];
  return short !== '' && long.endsWith(short) && /[_-]$/.test(long.slice(0, -short.length));
}
