import { REPORTERS } from '../src/report/reporters.ts';
import { code, table } from './markdown.ts';

/** What `--reporter` takes, from the table of reporters. */
export function reportersTable(): string {
  const rows = Object.entries(REPORTERS).map(([name, { help, run, comparison }]) => [
    code(name),
    help,
    [run, comparison].flatMap((load, i) => (load === null ? [] : [i === 0 ? 'runs' : 'comparisons'])).join(', '),
  ]);
  return table(['reporter', 'what it is for', 'shows'], rows);
}
