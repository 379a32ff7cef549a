/** Calls a function when `touch` was not called for some time. The owner must stop it. */
export class IdleTimer {
  #timer: NodeJS.Timeout;
  #limitMs: number;
  readonly #onIdle: () => void;

  constructor(limitMs: number, onIdle: () => void) {
    this.#limitMs = limitMs;
    this.#onIdle = onIdle;
    this.#timer = setTimeout(onIdle, limitMs);
  }

  /** Starts the time anew, with `limitMs`. */
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
