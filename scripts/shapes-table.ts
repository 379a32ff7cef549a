import { SHAPES } from '../src/redact/shapes.ts';
import { table } from './markdown.ts';

/** The keys that are told by their form, from the table of shapes. */
export function shapesTable(): string {
  const rows = SHAPES.map(({ vendor, name, source }) => [vendor, name, `[form](${source})`]);
  return table(['from', 'what', 'source'], rows);
}
