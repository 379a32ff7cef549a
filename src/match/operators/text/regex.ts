import { regexExamples } from '../../examples/regex-example.ts';
import { schemaExamples } from '../../examples/schema-example.ts';
import type { JsonObject } from '../../../json/json.ts';
import type { Modifier, Operator } from '../../operator.ts';
import { compilePattern, patternFault } from '../../pattern/compile.ts';

const flags: Modifier = {
  name: '$flags',
  meaning: 'flags of `$regex`: some of `i`, `m`, `s`; `u` is always on',
  check: (value) => {
    if (typeof value === 'string' && /^[imsu]*$/.test(value) && new Set(value).size === value.length) return null;
    const message = `expected some of the flags i, m and s (u is always on), found ${JSON.stringify(value)}`;
    return { code: 'bad-regex', message };
  },
};

export const regex: Operator = {
  name: '$regex',
  operand: '"…"',
  meaning: 'strings in which the regular expression finds something (`$flags`)',
  example: '{ $regex: "^rain(coat|hat)?$", $flags: i }',
  shape: { type: 'string', format: 'regex' },
  modifiers: [flags],
  check: (operand, { report }) => {
    if (typeof operand !== 'string') {
      report('bad-operand', `expected the source of a regular expression, found ${JSON.stringify(operand)}`);
      return;
    }
    const fault = patternFault(operand);
    if (fault !== null) {
      report('bad-regex', `expected a regular expression that is valid with the flag u; ${fault}`);
    }
  },
  accepts: (_, actual, __, matcher) =>
    typeof actual === 'string' && regexOf(matcher)?.test(actual.normalize('NFC')) === true,
  describe: (operand, { shorten, value }, matcher) => {
    const source = typeof operand === 'string' ? operand : value(operand);
    return `text matching /${shorten(source)}/${flagsOf(matcher).replace('u', '')}`;
  },
  *candidates(operand, schema, _, matcher) {
    yield* schemaExamples(schema);
    yield* regexExamples(typeof operand === 'string' ? operand : '', flagsOf(matcher));
  },
  isSearched: () => true,
  lenient: { allows: () => false, anyCase: (_, __, matcher) => flagsOf(matcher).includes('i') },
};

function flagsOf(matcher: JsonObject): string {
  const given = matcher['$flags'];
  return typeof given === 'string' ? given : '';
}

const compiled = new WeakMap<JsonObject, RegExp | null>();

/** The regular expression of a matcher, compiled once; null when it does not compile. */
function regexOf(matcher: JsonObject): RegExp | null {
  let regex = compiled.get(matcher);
  if (regex === undefined) {
    regex = compilePattern(matcher['$regex'] ?? null, matcher['$flags'] ?? '');
    compiled.set(matcher, regex);
  }
  return regex;
}
