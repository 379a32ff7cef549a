import { count } from '../../text/numbers.ts';

/** The first names and the number of the others: `a, b and 12 more`. `total` counts all names. Default: those given. */
export function names(all: readonly string[], total: number = all.length, shown = 8): string {
  const listed = all.slice(0, total > shown ? shown : all.length);
  const rest = total - listed.length;
  return rest <= 0 ? listed.join(', ') : `${listed.join(', ')} and ${count(rest)} more`;
}
