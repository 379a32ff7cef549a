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
const BAR = 24;

export async function createProgress(terminal: Terminal, what: string, now: () => number): Promise<Progress> {
  if (!terminal.interactive) return { update() {}, log: (line) => terminal.err(`${line}\n`), end() {} };
  const started = now();
  let draw: ((text: string) => void) | null = null;
  let finish = (): void => {};
  let drawn = started + PATIENCE_MS - REDRAW_MS;
  const { createLogUpdate } = await import('log-update');
  return {
    update(done, total, note = '') {
      const time = now();
      if (time - drawn < REDRAW_MS && done < total) return;
      if (time - started < PATIENCE_MS) return;
      drawn = time;
      if (draw === null) {
        const line = createLogUpdate(process.stderr);
        draw = line;
        finish = () => line.clear();
      }
      draw(progressLine(what, done, total, (time - started) / 1000, note));
    },
    log(line) {
      finish();
      terminal.err(`${line}\n`);
    },
    end: () => finish(),
  };
}

/** `recording ████████░░░░ 120/200 · 8.1/s · 10 s left · $0.0421`. */
export function progressLine(what: string, done: number, total: number, seconds: number, note: string): string {
  const part = total === 0 ? 1 : done / total;
  const filled = Math.round(part * BAR);
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [`${what} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${done}/${total}`];
  if (rate > 0)
    parts.push(`${rate >= 10 ? Math.round(rate) : rate.toFixed(1)}/s`, `${duration((total - done) / rate)} left`);
  if (note !== '') parts.push(note);
  return parts.join(' · ');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
