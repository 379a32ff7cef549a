import { sample, stringMatching } from '../support/properties.ts';
import type { SecretShape } from '../../src/redact/shape.ts';

/** A made-up key of a shape, from a seed; null where none of a few tries is accepted by it. */
export function exampleOf({ pattern, accept }: SecretShape, seed: number): string | null {
  // What follows a key, and names of groups, are no part of what is generated.
  const source = pattern.source
    .replace(/\(\?![^)]*\)$/, '')
    .replace('(?=[A-Za-z0-9[])', 'example.com')
    .replace(/\(\?<secret>/g, '(');
  const whole = new RegExp(`^(?:${source})$`);
  const secret = new RegExp(pattern.source, `${pattern.flags}d`);
  for (const text of sample(stringMatching(whole), { numRuns: 30, seed })) {
    const match = secret.exec(text);
    if (match === null) continue;
    const [start, end] = match.indices?.groups?.['secret'] ?? [match.index, match.index + match[0].length];
    if (accept === undefined || accept(text.slice(start, end), text.slice(0, start))) return text;
  }
  return null;
}
