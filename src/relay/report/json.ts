import type { RelayResult } from '../result.ts';

/** The whole result as JSON, with one line for each field. */
export function* jsonRelay({ format, tool, lanes }: RelayResult): Generator<string> {
  yield `{\n  "format": ${JSON.stringify(format)},\n  "tool": ${JSON.stringify(tool)},\n  "lanes": [`;
  for (const [i, { fields, additions, ...lane }] of lanes.entries()) {
    yield `${i === 0 ? '' : ','}\n    {\n`;
    for (const [name, value] of Object.entries(lane))
      yield `      ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`;
    yield `      "fields": [\n${fields.map((row) => `        ${JSON.stringify(row)}`).join(',\n')}\n      ],\n`;
    yield `      "additions": [${additions.map((one) => `\n        ${JSON.stringify(one)}`).join(',')}${additions.length === 0 ? '' : '\n      '}]\n    }`;
  }
  yield '\n  ]\n}\n';
}
