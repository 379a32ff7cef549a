import { styleText } from 'node:util';
import type { Cleaner } from '../../redact/cleaner.ts';
import { wrapLines } from './wrap-lines.ts';

export type Style = Parameters<typeof styleText>[0];

/** The destinations of output, and what they can show. */
export interface Terminal {
  /** Prints the result on standard output. */
  readonly out: (text: string) => void;
  /** Prints sentences of the result on standard output, broken into lines at words on a terminal and where COLUMNS is set. */
  readonly say: (text: string) => void;
  /** Prints progress, warnings and errors on standard error, on a terminal broken into lines at words. */
  readonly err: (text: string) => void;
  /** True when standard output shows colours: not with NO_COLOR, in a pipe or on a dumb terminal. */
  readonly color: boolean;
  readonly errColor: boolean;
  /** Columns of standard output: the terminal's, COLUMNS, or 100 in a pipe. */
  readonly width: number;
  /** Aborted when nobody reads standard output any more, as with `| head`; what is printed there is lost from then on. */
  readonly unread: AbortSignal;
  /** True when standard error is a terminal, which can show a progress bar. */
  readonly interactive: boolean;
  /** Colours a text where standard error shows colours. */
  paint(style: Style, text: string): string;
  /** Colours a text where standard output shows colours. */
  paintOut(style: Style, text: string): string;
  /** Clears the screen of a terminal; its content can be scrolled back to. In a pipe it prints a blank line. */
  newScreen(): void;
  /** From now on `cleaner` redacts everything that is printed. */
  hide(cleaner: Cleaner): void;
}

const PIPE_WIDTH = 100;
/** Moves to the first column of the first row and clears the screen. */
const TOP_OF_SCREEN = '\u001B[H\u001B[J';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const color = allowsColor(stdout.isTTY, env);
  const errColor = allowsColor(stderr.isTTY, env);
  let cleaner: Cleaner = { out: (text) => text, err: (text) => text };
  const unread = new AbortController();
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') unread.abort();
  });
  const given = (): number => (stdout.isTTY ? stdout.columns : Number(env['COLUMNS']) || 0);
  return {
    out: (text) => void stdout.write(cleaner.out(text)),
    say(text) {
      const width = given();
      stdout.write(width > 0 ? wrapLines(cleaner.out(text), width) : cleaner.out(text));
    },
    err: (text) => void stderr.write(stderr.isTTY ? wrapLines(cleaner.err(text), stderr.columns) : cleaner.err(text)),
    newScreen() {
      const isScreen = stdout.isTTY && env['TERM'] !== 'dumb';
      stdout.write(isScreen ? `${'\n'.repeat(Math.max(0, stdout.rows - 1))}${TOP_OF_SCREEN}` : '\n');
    },
    hide: (given) => {
      cleaner = given;
    },
    color,
    errColor,
    unread: unread.signal,
    // Read anew each time, because the user may resize the terminal.
    get width() {
      return given() || PIPE_WIDTH;
    },
    interactive: stderr.isTTY && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '',
    paint: painter(errColor),
    paintOut: painter(color),
  };
}

function painter(color: boolean): Terminal['paint'] {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

/** https://no-color.org: any value but the empty one turns colours off. FORCE_COLOR turns them on. */
function allowsColor(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
