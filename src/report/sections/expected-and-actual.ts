import type { Json } from '../../json/json.ts';
import type { TrialRow } from '../../domain/run.ts';

/** One value on one line, cut so that a report stays readable. */
const VALUE = 600;

/** The differences of a failed trial as lines: each problem with what was expected and what came, then all calls made. */
export function differenceLines(row: Pick<TrialRow, 'problems' | 'calls'>): string[] {
  return [
    ...row.problems.flatMap(({ code, path, expected, actual }) => [
      `${code} at ${path === '' ? 'the trial' : path}`,
      `  - expected: ${jsonText(expected)}`,
      `  + actual:   ${jsonText(actual)}`,
    ]),
    ...row.calls.map(({ step, name, arguments: args, rawArguments }) =>
      cut(`call in step ${step}: ${name}(${args === null ? rawArguments : JSON.stringify(args)})`),
    ),
    ...(row.calls.length === 0 ? ['no call was made'] : []),
  ];
}

/** `nothing` for null: nothing was wanted, or nothing came. */
function jsonText(value: Json): string {
  return value === null ? 'nothing' : cut(JSON.stringify(value));
}

function cut(text: string): string {
  return text.length <= VALUE ? text : `${text.slice(0, VALUE)}… (${text.length - VALUE} more characters)`;
}
