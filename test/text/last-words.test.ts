import { expect, test } from 'vitest';
import { lastWords } from '../../src/text/last-words.ts';

const PYTHON = `Traceback (most recent call last):
  File "/bot.py", line 11, in <module>
    message = json.load(urllib.request.urlopen(request))
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
urllib.error.HTTPError: HTTP Error 401: Unauthorized
`;
const NODE = `node:internal/modules/cjs/loader:1386\r
  throw err;\r
  ^\r
\r
Error: Cannot find module '/server.js'\r
    at Function._resolveFilename (node:internal/modules/cjs/loader:1383:15) {\r
  code: 'MODULE_NOT_FOUND',\r
  requireStack: []\r
}\r
\r
Node.js v24.21.0\r
`;

test.each([
  [
    'a trace of Python',
    PYTHON,
    400,
    'Traceback (most recent call last): | urllib.error.HTTPError: HTTP Error 401: Unauthorized',
  ],
  ['as much as fits', PYTHON, 60, 'urllib.error.HTTPError: HTTP Error 401: Unauthorized'],
  ['a trace of Node', NODE, 400, "node:internal/modules/cjs/loader:1386 | Error: Cannot find module '/server.js'"],
  ['indented lines alone', '  one\n\n\ttwo', 400, 'one | two'],
  ['one long line', 'x'.repeat(50) + 'end', 10, 'xxxxxxxend'],
  ['nothing', ' \n', 10, ''],
])('%s', (_, text, most, told) => {
  expect(lastWords(text, most)).toBe(told);
});
