import { passingTime, perSecond } from '../../text/numbers.ts';
import type { Terminal } from './terminal.ts';

/** Shows the progress of long work: a line that is redrawn on a terminal, nothing in a pipe. */
export interface Progress {
  /** `note` is shown after the bar: cost, retries. */
  update(done: number, total: number, note?: string): void;
  /** What the work waits for, asked at each drawing; it stands in the place of the time left. Empty: it does not wait. */
  hold(told: () => string): void;
  /** Prints a permanent line above the bar. */
  log(line: string): void;
  end(): void;
}

/** Milliseconds between two redraws at least, so that drawing does not slow the work. */
const REDRAW_MS = 100;
/** Milliseconds of work before the bar appears. */
const PATIENCE_MS = 300;
/** Milliseconds between two redraws while nothing finishes, so that the bar does not seem to hang. */
const TICK_MS = 500;
const BAR = 24;
const NARROWEST_BAR = 6;
const WIDTH = 80;
/** Fewest finished trials for a rate. The first ones in flight finish together, so an earlier rate would be wrong. */
const ENOUGH = 5;
/** Moves to the start of the line and clears it, because the terminal has printed `^C` there. */
const LINE_START = '\r\u001B[K';

/** `what` names the work: `recording`. `clock` returns milliseconds of a clock that never goes back. */
export async function createProgress(terminal: Terminal, what: string, clock: () => number): Promise<Progress> {
  if (!terminal.interactive) return { update() {}, hold() {}, log: (line) => terminal.err(`${line}\n`), end() {} };
  const started = clock();
  let state = { done: 0, total: 0, note: '' };
  let draw: ((text: string) => void) | null = null;
  let held = (): string => '';
  let finish = (): void => {};
  let drawn = started + PATIENCE_MS - REDRAW_MS;
  const { createLogUpdate } = await import('log-update');
  const redraw = (): void => {
    const time = clock();
    if (state.total === 0 || time - started < PATIENCE_MS) return;
    drawn = time;
    if (draw === null) {
      const line = createLogUpdate(process.stderr);
      draw = line;
      finish = () => line.clear();
    }
    const width = (process.stderr.columns || WIDTH) - 1;
    draw(progressLine(what, { ...state, held: held(), seconds: (time - started) / 1000, width }));
  };
  const ticker = setInterval(redraw, TICK_MS);
  ticker.unref();
  return {
    update(done, total, note = '') {
      state = { done, total, note };
      if (clock() - drawn >= REDRAW_MS || done >= total) redraw();
    },
    hold(told) {
      held = told;
    },
    log(line) {
      finish();
      terminal.err(`${LINE_START}${line}\n`);
    },
    end() {
      clearInterval(ticker);
      finish();
    },
  };
}

export interface ProgressState {
  readonly done: number;
  readonly total: number;
  readonly note: string;
  /** What the work waits for; empty where it goes on. */
  readonly held?: string;
  readonly seconds: number;
  /** Columns of the terminal. On a narrow one the bar shrinks, the numbers stay. */
  readonly width: number;
}

/** `recording ████████░░░░ 120/200 · 8.1/s · 10 s left · $0.0421`. */
export function progressLine(what: string, { done, total, note, held = '', seconds, width }: ProgressState): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [`${done}/${total}`];
  if (held !== '') parts.push(held);
  else if (done < Math.min(ENOUGH, total)) parts.push(passingTime(seconds));
  else if (rate > 0) {
    parts.push(perSecond(rate), `${passingTime((total - done) / rate)} left`);
  }
  if (note !== '') parts.push(note);
  const numbers = parts.join(' · ');
  const length = Math.max(NARROWEST_BAR, Math.min(BAR, width - what.length - numbers.length - 2));
  const filled = Math.round((total === 0 ? 1 : done / total) * length);
  return `${what} ${'█'.repeat(filled)}${'░'.repeat(length - filled)} ${numbers}`;
}
