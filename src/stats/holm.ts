/**
 * Holm's step-down adjustment (Holm 1979) of the p-values of one family, in the order given.
 * Null stands for a comparison that could not be made: it stays null and is not counted.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const made = pValues.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  made.forEach(({ p, at }, rank) => {
    largest = Math.max(largest, Math.min(1, p * (made.length - rank)));
    adjusted[at] = largest;
  });
  return adjusted;
}
