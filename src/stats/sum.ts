/** A sum and the number of its terms. */
export interface Sum {
  total: number;
  count: number;
}

export function emptySum(): Sum {
  return { total: 0, count: 0 };
}

export function addTo(sum: Sum, term: number): void {
  sum.total += term;
  sum.count += 1;
}

/** The mean; null for a sum without terms. */
export function meanOf({ total, count }: Sum): number | null {
  return count === 0 ? null : total / count;
}
