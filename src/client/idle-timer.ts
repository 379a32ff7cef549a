/** Calls back when nothing has happened for a while. Owns a timer: stop it. */
export class IdleTimer {
  #timer: NodeJS.Timeout;
  #limitMs: number;
  readonly #onIdle: () => void;

  constructor(limitMs: number, onIdle: () => void) {
    this.#limitMs = limitMs;
    this.#onIdle = onIdle;
    this.#timer = setTimeout(onIdle, limitMs);
  }

  /** Something happened: the wait begins anew, for `limitMs` from now on. */
  touch(limitMs: number = this.#limitMs): void {
    if (limitMs === this.#limitMs) {
      this.#timer.refresh();
      return;
    }
    this.stop();
    this.#limitMs = limitMs;
    this.#timer = setTimeout(this.#onIdle, limitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
