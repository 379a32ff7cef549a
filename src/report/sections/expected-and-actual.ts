import { isObject, type Json } from '../../json/json.ts';
import type { TrialRow } from '../../domain/run.ts';
import { describeMatcher } from '../../match/describe.ts';
import { shorten, shortJson } from '../../text/shorten.ts';
import { stateDiff, stateDiffLines } from './state-diff.ts';

/** Most characters of a value on one line. */
const VALUE = 600;

/** The problems of a failed trial as lines, each with the expected and the actual value, then all calls of the trial. */
export function expectedAndActual(
  row: Pick<TrialRow, 'problems' | 'calls'> & Partial<Pick<TrialRow, 'steps'>>,
): string[] {
  return [
    ...row.problems
      .filter(({ code }) => code !== 'wrong-state')
      .flatMap(({ code, path, expected, actual }) => [
        `${code} at ${path === '' ? 'the trial' : path}`,
        `  - expected: ${holdsReference(expected) ? describeMatcher(expected) : jsonText(expected)}`,
        `  + actual:   ${jsonText(actual)}`,
      ]),
    ...stateDiffLines(stateDiff(row.problems, VALUE)),
    ...row.calls.map(
      ({ step, name, arguments: args, rawArguments }) =>
        `call in step ${step}: ${name}(${args === null ? shorten(rawArguments, VALUE) : shortJson(args, VALUE)})`,
    ),
    ...(row.calls.length === 0 && row.steps?.length !== 0 ? ['no call was made'] : []),
  ];
}

/** JSON of a value; `nothing` for null, where nothing was wanted or nothing came. */
function jsonText(value: Json): string {
  return value === null ? 'nothing' : shortJson(value, VALUE);
}

/** True when the value holds a `$result` reference. It is then described in words, with the value that it had in this trial. */
function holdsReference(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsReference);
  return isObject(value) && (Object.hasOwn(value, '$result') || Object.values(value).some(holdsReference));
}
