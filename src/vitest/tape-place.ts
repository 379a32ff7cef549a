import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { encodeName } from '../cassette/format/file-name.ts';
import { shellWord } from '../text/shell.ts';
import { TooltapeError } from '../domain/errors.ts';
import { escapeRegExp } from '../text/escape-reg-exp.ts';

/** File and names of a test, which give its cassette. */
export interface NamedTest {
  readonly id: string;
  /** Absolute path of the test file. */
  readonly file: string;
  /** Names of the suites, outermost first, then of the test. */
  readonly names: readonly string[];
}

const FOLDER = '__cassettes__';

/**
 * Path of a test's cassette: `__cassettes__/<file>/<suite>--<test>.json` beside the test file. `name` replaces the part after
 * `__cassettes__`. Errors: USAGE for a name that leads out of that folder.
 */
export function cassetteOf({ file, names }: NamedTest, name?: string): string {
  const folder = join(dirname(file), FOLDER);
  if (name === undefined) {
    const own = names.map(spell).join('--');
    return join(folder, encodeName(basename(file).replace(/\.[cm]?[jt]sx?$/, '')), `${encodeName(own)}.json`);
  }
  const path = normalize(typeof name === 'string' ? name : '.');
  if (isAbsolute(path) || path === '.' || path.split(sep).includes('..') || path.includes('\0')) {
    throw new TooltapeError('USAGE', `tape: expected a name below ${FOLDER}, found ${JSON.stringify(name)}`, {
      remedy: 'Give a name like `weather/in-celsius`; a place elsewhere is for attachCassette.',
    });
  }
  return join(folder, path.endsWith('.json') ? path : `${path}.json`);
}

/** A title as a file name: words joined by hyphens, other characters encoded. */
function spell(title: string): string {
  const words = title.trim().replace(/\s+/g, '-');
  return words === '' ? 'unnamed' : words;
}

/** The command that records a test anew, ready to paste into a POSIX shell. */
export function recordTest({ file, names }: NamedTest, cwd: string): string {
  const path = relative(cwd, file).split(sep).join('/');
  const title = shellWord(escapeRegExp(names.join(' ')));
  return `TOOLTAPE_RECORD=all npx vitest run ${shellWord(path)} -t ${title}`;
}

/** Tests by the cassette that they used in this process. */
const users = new Map<string, NamedTest>();

/**
 * Reserves a cassette for a test. Errors: USAGE where another test uses it, because their recordings could not be told apart.
 */
export function claimCassette(cassette: string, test: NamedTest): void {
  const other = users.get(cassette);
  if (other !== undefined && other.id !== test.id) {
    const title = JSON.stringify(test.names.join(' > '));
    throw new TooltapeError('USAGE', `tape: two tests of ${test.file} have the cassette ${cassette}: ${title}`, {
      remedy: 'Give each test a title of its own, or a name of its own as `tapeOptions`.',
    });
  }
  users.set(cassette, test);
}
