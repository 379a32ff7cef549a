/** Most groups. The search ends there, because more would be no summary. */
const MOST = 200;

/**
 * The largest groups of items in which no two are apart, as positions in ascending order; groups with the first items come
 * first. An item may be in several groups; an item that is apart from all others is in none. Bron and Kerbosch (1973) with
 * pivots.
 */
export function alikeGroups(count: number, apart: (a: number, b: number) => boolean): number[][] {
  const groups: number[][] = [];
  const alike = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => a !== b && !apart(a, b)),
  );
  const isAlike = (a: number, b: number): boolean => alike[a]?.[b] === true;
  const grow = (group: readonly number[], open: readonly number[], done: readonly number[]): void => {
    if (groups.length >= MOST) return;
    if (open.length === 0 && done.length === 0 && group.length > 1) groups.push([...group].sort((a, b) => a - b));
    const [pivot] = [...open, ...done]
      .map((item) => ({ item, to: open.filter((other) => isAlike(item, other)).length }))
      .sort((a, b) => b.to - a.to || a.item - b.item);
    const left = new Set(open);
    const finished = new Set(done);
    for (const item of open) {
      if (pivot !== undefined && isAlike(pivot.item, item)) continue;
      const near = (other: number): boolean => isAlike(item, other);
      grow([...group, item], [...left].filter(near), [...finished].filter(near));
      left.delete(item);
      finished.add(item);
    }
  };
  grow(
    [],
    Array.from({ length: count }, (_, item) => item),
    [],
  );
  return groups.sort(byItems);
}

function byItems(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((item, i) => item !== b[i]);
  return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? Infinity);
}
