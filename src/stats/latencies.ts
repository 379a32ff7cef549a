import { percentile } from './statistics.ts';

/** Latencies in milliseconds, stored as counts of each value, because there are far fewer different values than trials. */
export class Latencies {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(ms: number): void {
    this.#counts.set(ms, (this.#counts.get(ms) ?? 0) + 1);
    this.#total += 1;
  }

  /** Percentiles by nearest rank; null without a latency. */
  summarize(): { readonly p50: number; readonly p95: number } | null {
    if (this.#total === 0) return null;
    const values = new Float64Array(this.#total);
    let at = 0;
    for (const [ms, count] of this.#counts) {
      values.fill(ms, at, at + count);
      at += count;
    }
    values.sort();
    return { p50: percentile(values, 50) ?? 0, p95: percentile(values, 95) ?? 0 };
  }
}
