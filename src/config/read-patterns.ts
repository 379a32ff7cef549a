import { shorten } from '../text/shorten.ts';
import { asList, isObject } from '../json/json.ts';
import { report } from '../document/place.ts';
import type { Place } from '../document/place.ts';
import { compilePattern, type Pattern } from '../pattern/pattern.ts';
import { slowText } from '../pattern/slow-text.ts';
import type { Config } from './config.ts';
import type { WrittenConfig } from './written.ts';

/** Reads the patterns of `redact`. Reports those that are no regular expression, or that could block a run. */
export function readRedacted(written: WrittenConfig['redact'], place: Place): Pattern[] {
  return asList(written).flatMap((source, i) => {
    if (typeof source !== 'string') return [];
    place.path.push(i);
    const pattern = readPattern(source, 'redact everywhere', place);
    place.path.pop();
    return pattern === null ? [] : [pattern];
  });
}

/** Reads the entries of `ignore` and compiles their patterns. The paths are checked where they are used. */
export function readIgnored(written: WrittenConfig['ignore'], place: Place): Config['ignore'] {
  return asList(written).flatMap((entry, i): Config['ignore'] => {
    if (typeof entry === 'string') return [entry];
    const source = isObject(entry) ? entry['text'] : null;
    if (typeof source !== 'string' || source === '') return [];
    place.path.push(i, 'text');
    const pattern = readPattern(source, 'ignore nothing', place);
    place.path.length -= 2;
    return pattern === null ? [] : [{ text: pattern }];
  });
}

/** Compiles a pattern; null where it has a problem. `so` describes the consequence of a pattern that matches the empty text. */
function readPattern(source: string, so: string, place: Place): Pattern | null {
  const compiled = compilePattern(source);
  if (!compiled.ok) {
    report(place, 'bad-regex', `Expected a regular expression. ${compiled.reason}.`);
    return null;
  }
  const slow = slowText(source);
  if (slow !== null) {
    const shown = JSON.stringify(shorten(slow, 21));
    const message = `The expression is not done with a text of ${slow.length} characters such as ${shown}, so it could hold up every run. Write it without a loop inside a loop.`;
    report(place, 'slow-regex', message);
    return null;
  }
  if (compiled.pattern.test('')) report(place, 'bad-regex', `The expression finds empty text, so it would ${so}.`);
  return compiled.pattern;
}
