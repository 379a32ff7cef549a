import type { Terminal } from './terminal.ts';

/** Shows how far long work is: a line that is redrawn on a terminal, and nothing in a pipe. */
export interface Progress {
  /** `note` is shown behind the bar: cost, retries. */
  update(done: number, total: number, note?: string): void;
  /** A line that stays, above the bar. */
  log(line: string): void;
  end(): void;
}

/** Redraws are bounded: a bar is for people, and drawing it must not slow the work. */
const REDRAW_MS = 100;
/** Work shorter than this shows no bar at all. */
const PATIENCE_MS = 300;
/** How often the bar is redrawn while nothing finishes, so that slow answers do not look like a standstill. */
const TICK_MS = 500;
const BAR = 24;
const NARROWEST_BAR = 6;
const WIDTH = 80;
/** A rate from fewer says nothing: the first ones in flight end together. */
const ENOUGH = 5;
/** Back to the start of the line and clear it: the terminal has echoed `^C` there. */
const LINE_START = '\r\u001B[K';

/** `what` names the work: `recording`; `now` is in milliseconds of a clock that never goes back. */
export async function createProgress(terminal: Terminal, what: string, now: () => number): Promise<Progress> {
  if (!terminal.interactive) return { update() {}, log: (line) => terminal.err(`${line}\n`), end() {} };
  const started = now();
  let state = { done: 0, total: 0, note: '' };
  let draw: ((text: string) => void) | null = null;
  let finish = (): void => {};
  let drawn = started + PATIENCE_MS - REDRAW_MS;
  const { createLogUpdate } = await import('log-update');
  const redraw = (): void => {
    const time = now();
    if (state.total === 0 || time - started < PATIENCE_MS) return;
    drawn = time;
    if (draw === null) {
      const line = createLogUpdate(process.stderr);
      draw = line;
      finish = () => line.clear();
    }
    const width = (process.stderr.columns || WIDTH) - 1;
    draw(progressLine(what, { ...state, seconds: (time - started) / 1000, width }));
  };
  const ticker = setInterval(redraw, TICK_MS);
  ticker.unref();
  return {
    update(done, total, note = '') {
      state = { done, total, note };
      if (now() - drawn >= REDRAW_MS || done >= total) redraw();
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
  readonly seconds: number;
  /** Columns of the terminal; the bar gives way, the numbers do not. */
  readonly width: number;
}

/** `recording ████████░░░░ 120/200 · 8.1/s · 10 s left · $0.0421`. */
export function progressLine(what: string, { done, total, note, seconds, width }: ProgressState): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [`${done}/${total}`];
  if (done < Math.min(ENOUGH, total)) parts.push(duration(seconds));
  else if (rate > 0) {
    parts.push(`${rate >= 10 ? Math.round(rate) : rate.toFixed(1)}/s`, `${duration((total - done) / rate)} left`);
  }
  if (note !== '') parts.push(note);
  const numbers = parts.join(' · ');
  const length = Math.max(NARROWEST_BAR, Math.min(BAR, width - what.length - numbers.length - 2));
  const filled = Math.round((total === 0 ? 1 : done / total) * length);
  return `${what} ${'█'.repeat(filled)}${'░'.repeat(length - filled)} ${numbers}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
