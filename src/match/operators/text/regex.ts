import type { JsonObject } from '../../../json/json.ts';
import type { Modifier, Operator } from '../../operator.ts';

const flags: Modifier = {
  name: '$flags',
  meaning: 'flags of `$regex`: some of `i`, `m`, `s`; `u` is on where the pattern is valid with it',
  check: (value) => {
    if (typeof value === 'string' && /^[imsu]*$/.test(value) && new Set(value).size === value.length) return null;
    const message = `expected some of the flags i, m and s, found ${JSON.stringify(value)}`;
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
  check: (operand, { report, patternFault }) => {
    if (typeof operand !== 'string') {
      report('bad-operand', `expected the source of a regular expression, found ${JSON.stringify(operand)}`);
      return;
    }
    const fault = patternFault(operand);
    if (fault !== null) report('bad-regex', `expected a regular expression; ${fault}`);
  },
  accepts: (operand, actual, { finds }, matcher) =>
    typeof operand === 'string' && typeof actual === 'string' && finds(operand, flagsOf(matcher), actual),
  describe: (operand, { shorten, value }, matcher) => {
    const source = typeof operand === 'string' ? operand : value(operand);
    return `text matching /${shorten(source)}/${flagsOf(matcher).replace('u', '')}`;
  },
  *candidates(operand, schema, { ofSchema, ofPattern }, matcher) {
    yield* ofSchema(schema);
    yield* ofPattern(typeof operand === 'string' ? operand : '', flagsOf(matcher));
  },
  isSearched: () => true,
  lenient: { allows: () => false, anyCase: (_, __, matcher) => flagsOf(matcher).includes('i') },
};

function flagsOf(matcher: JsonObject): string {
  const given = matcher['$flags'];
  return typeof given === 'string' ? given : '';
}
