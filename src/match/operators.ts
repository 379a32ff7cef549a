import type { Modifier, Operator } from './operator.ts';
import { all } from './operators/logic/all.ts';
import { literal } from './operators/logic/literal.ts';
import { not } from './operators/logic/not.ts';
import { oneOf } from './operators/logic/one-of.ts';
import { approx } from './operators/number/approx.ts';
import { range } from './operators/number/range.ts';
import { absent } from './operators/presence/absent.ts';
import { any } from './operators/presence/any.ts';
import { optional } from './operators/presence/optional.ts';
import { result } from './operators/structure/result.ts';
import { schema } from './operators/structure/schema.ts';
import { subset } from './operators/structure/subset.ts';
import { type } from './operators/structure/type.ts';
import { unordered } from './operators/structure/unordered.ts';
import { contains } from './operators/text/contains.ts';
import { date } from './operators/text/date.ts';
import { instant } from './operators/text/instant.ts';
import { regex } from './operators/text/regex.ts';
import { text } from './operators/text/text.ts';
import { url } from './operators/text/url.ts';

/** Every operator of argument matchers, in the order in which the documentation lists them. */
export const OPERATORS: readonly Operator[] = [
  any,
  oneOf,
  optional,
  absent,
  regex,
  contains,
  text,
  approx,
  range,
  type,
  unordered,
  subset,
  date,
  instant,
  url,
  schema,
  result,
  not,
  all,
  literal,
];

const example: Modifier = {
  name: '$example',
  meaning: 'a value that fits, for `tooltape check` and the sandbox; it means nothing in matching',
  check: () => null,
};

/**
 * Keys that a matcher may have besides its operator: `$example` for every operator, the others for the operators that name
 * them.
 */
export const MODIFIERS: readonly Modifier[] = [...OPERATORS.flatMap(({ modifiers }) => modifiers ?? []), example];
