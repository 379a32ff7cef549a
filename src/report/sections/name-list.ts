import { count } from '../../text/numbers.ts';

const SHOWN = 8;

/** The first names and the number of the others: `a, b and 12 more`. `total` counts all names. Default: those given. */
export function nameList(all: readonly string[], total: number = all.length): string {
  const listed = all.slice(0, total > SHOWN ? SHOWN : all.length);
  const rest = total - listed.length;
  return rest <= 0 ? listed.join(', ') : `${listed.join(', ')} and ${count(rest)} more`;
}
