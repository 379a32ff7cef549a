/** Edit distance with transpositions, or `limit + 1` as soon as it must be greater than `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The known name nearest to a mistyped one, for "did you mean"; null when none is near. */
export function closest(name: string, known: Iterable<string>): string | null {
  const wanted = plain(name);
  const limit = wanted.length < 2 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  let best: string | null = null;
  let bestScore = limit + 1;
  for (const candidate of known) {
    const other = plain(candidate);
    // Among equally near names one of equal length is likelier, because typists swap letters more often than they omit one.
    const score = distance(wanted, other, limit) + (other.length === wanted.length ? 0 : 0.5);
    if (score < bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** ` Did you mean "x"?`, or `''`. It follows a sentence that names the unknown word. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const best = closest(name, known);
  return best === null ? '' : ` Did you mean "${best}"?`;
}
