import { isObject, type Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';

/**
 * For each sent value, the index of the arrived value that it became; null where no arrived value is left. Values with most texts in
 * common are paired first, and the rest in order. A text that several sent values hold does not count.
 */
export function align(sent: readonly Json[], arrived: readonly Json[]): (number | null)[] {
  const texts = sent.map((value) => new Set(textsOf(value)));
  const marks = texts.map((own, i) =>
    [...own].filter((text) => texts.every((other, j) => i === j || !other.has(text))),
  );
  const written = arrived.map((value) => new Set(textsOf(value)));
  const pairs = marks.flatMap((own, from) =>
    written.map((other, to) => ({ from, to, shared: own.filter((text) => other.has(text)).length })),
  );
  pairs.sort((a, b) => b.shared - a.shared || Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.from - b.from);
  const found: (number | null)[] = sent.map(() => null);
  const taken = new Set<number>();
  for (const { from, to, shared } of pairs) {
    if (shared === 0 || found[from] !== null || taken.has(to)) continue;
    found[from] = to;
    taken.add(to);
  }
  const rest = arrived.map((_, i) => i).filter((i) => !taken.has(i));
  return found.map((to) => to ?? rest.shift() ?? null);
}

/** Every text in a value, and in the JSON that such a text holds. */
function textsOf(value: Json): string[] {
  if (typeof value === 'string') {
    const inner = /^\s*[{[]/.test(value) ? parseJson(value) : undefined;
    return inner === undefined ? [value] : [value, ...textsOf(inner)];
  }
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}
