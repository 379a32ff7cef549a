/**
 * A sum of doubles without rounding: the terms may come in any order and the result is the same, the exact sum rounded once.
 * Shewchuk's partials (1997), as in Python's `math.fsum`: a handful of numbers, whatever the count of terms.
 */
export class ExactSum {
  #partials: number[] = [];
  /** Sum of the whole terms, which most are, as long as it is exact. */
  #whole = 0;
  #count = 0;

  /** Number of terms. */
  get count(): number {
    return this.#count;
  }

  add(term: number): void {
    this.#count += 1;
    const whole = this.#whole + term;
    if (Number.isSafeInteger(term) && Number.isSafeInteger(whole)) this.#whole = whole;
    else addExactly(this.#partials, term);
  }

  total(): number {
    if (this.#partials.length === 0) return this.#whole;
    const partials = [...this.#partials];
    addExactly(partials, this.#whole);
    let at = partials.length - 1;
    let high = partials[at] ?? 0;
    let low = 0;
    while (at > 0 && low === 0) {
      at -= 1;
      const before = high;
      const partial = partials[at] ?? 0;
      high = before + partial;
      low = partial - (high - before);
    }
    // Half-way cases round to even by what lies below.
    const below = at > 0 ? (partials[at - 1] ?? 0) : 0;
    if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
      const twice = low * 2;
      const next = high + twice;
      if (twice === next - high) return next;
    }
    return high;
  }

  /** Null of no terms. */
  mean(): number | null {
    return this.#count === 0 ? null : this.total() / this.#count;
  }
}

function addExactly(partials: number[], term: number): void {
  let carried = term;
  let kept = 0;
  for (let partial of partials) {
    if (Math.abs(carried) < Math.abs(partial)) [carried, partial] = [partial, carried];
    const high = carried + partial;
    const low = partial - (high - carried);
    if (low !== 0) {
      partials[kept] = low;
      kept += 1;
    }
    carried = high;
  }
  partials.length = kept;
  partials.push(carried);
}
