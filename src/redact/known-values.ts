import { escapeRegExp } from '../text/escape-reg-exp.ts';

/** A search for known texts, longer ones first. */
export interface KnownValues {
  /** True when there are no known texts. */
  readonly isEmpty: boolean;
  test(text: string): boolean;
  replace(text: string, replacement: (found: string) => string): string;
}

/** Longest source of one expression. The engine refuses larger ones, and several of this size are as fast as one. */
const LARGEST_SOURCE = 100_000;

export function createKnownValues(values: readonly string[]): KnownValues {
  const sorted = [...new Set(values)].filter((value) => value !== '').sort((a, b) => b.length - a.length);
  const sources: string[] = [];
  const long: string[] = [];
  for (const value of sorted) {
    const source = escapeRegExp(value);
    const last = sources.at(-1);
    if (source.length > LARGEST_SOURCE) long.push(value);
    else if (last === undefined || last.length + source.length >= LARGEST_SOURCE) sources.push(source);
    else sources[sources.length - 1] = `${last}|${source}`;
  }
  const expressions = sources.map((source) => ({ first: new RegExp(source), all: new RegExp(source, 'g') }));
  return {
    isEmpty: sorted.length === 0,
    test: (text) => long.some((value) => text.includes(value)) || expressions.some(({ first }) => first.test(text)),
    replace(text, replacement) {
      let result = text;
      for (const value of long) if (result.includes(value)) result = result.split(value).join(replacement(value));
      for (const { all } of expressions) result = result.replace(all, replacement);
      return result;
    },
  };
}
