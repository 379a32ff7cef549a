import type { Operator } from '../../operator.ts';
import { evenUrl } from '../../text/even-url.ts';

export const url: Operator = {
  name: '$url',
  operand: '"https://…"',
  meaning: 'an address that is equal as a URL: case of the host, default ports, escapes and an empty path do not count',
  example: '$url: "https://example.com/search?q=rain"',
  shape: { type: 'string', format: 'uri' },
  check: (operand, { wrong }) => {
    if (typeof operand !== 'string' || evenUrl(operand) === null)
      wrong('a URL with its scheme, such as https://example.com');
  },
  accepts: (operand, actual) => {
    const wanted = typeof operand === 'string' ? evenUrl(operand) : null;
    return wanted !== null && typeof actual === 'string' && evenUrl(actual) === wanted;
  },
  describe: (operand, { value }) => `the URL ${typeof operand === 'string' ? operand : value(operand)}`,
  *candidates(operand, schema, { ofSchema }) {
    yield operand;
    if (typeof operand === 'string') yield evenUrl(operand);
    yield* ofSchema(schema);
  },
  lenient: { allows: 'all-that-fits' },
};
