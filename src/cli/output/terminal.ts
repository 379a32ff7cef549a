import { styleText } from 'node:util';
import type { Cleaner } from '../../redact/cleaner.ts';

export type Style = Parameters<typeof styleText>[0];

/** Where output goes and what it can show. */
export interface Terminal {
  /** The result. */
  readonly out: (text: string) => void;
  /** Progress, warnings, errors. */
  readonly err: (text: string) => void;
  /** Colours on standard output; off with NO_COLOR, a pipe or a dumb terminal. */
  readonly color: boolean;
  readonly errColor: boolean;
  /** Columns of standard output: the terminal's, COLUMNS, or 100 in a pipe. */
  readonly width: number;
  /** Standard error is a terminal: a progress bar can be drawn. */
  readonly interactive: boolean;
  /** Colours text for standard error, where it can show them. */
  paint(style: Style, text: string): string;
  /** The same for standard output. */
  paintOut(style: Style, text: string): string;
  /** Begins a new screen where standard output is a terminal; what stands there can be scrolled back to. Else a blank line. */
  newScreen(): void;
  /** From now on everything that is printed goes through these. */
  hide(cleaner: Cleaner): void;
}

const PIPE_WIDTH = 100;
/** To the first column of the first row, and clears what follows. */
const TOP_OF_SCREEN = '\u001B[H\u001B[J';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const color = allowsColor(stdout.isTTY, env);
  const errColor = allowsColor(stderr.isTTY, env);
  let cleaner: Cleaner = { out: (text) => text, err: (text) => text };
  return {
    out: (text) => void stdout.write(cleaner.out(text)),
    err: (text) => void stderr.write(cleaner.err(text)),
    newScreen() {
      const isScreen = stdout.isTTY && env['TERM'] !== 'dumb';
      stdout.write(isScreen ? `${'\n'.repeat(Math.max(0, stdout.rows - 1))}${TOP_OF_SCREEN}` : '\n');
    },
    hide: (given) => {
      cleaner = given;
    },
    color,
    errColor,
    // Asked for anew each time: a terminal may have been resized while a run took its time.
    get width() {
      return stdout.isTTY ? stdout.columns : Number(env['COLUMNS']) || PIPE_WIDTH;
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
