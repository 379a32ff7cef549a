import { report, type Place } from '../document/place.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import type { Gateway } from '../domain/model.ts';
import type { WrittenModel } from './written.ts';

/**
 * Reports fields in `omit` without which the model's protocol refuses every request. `rename` is free: a gateway may have a name of
 * its own for such a field.
 */
export function checkRequired({ omit = [] }: WrittenModel, { protocol }: Gateway, place: Place): void {
  const { title, required } = protocolNamed(protocol);
  for (const [i, name] of omit.entries()) {
    if (!required.includes(name)) continue;
    const message = `Expected a parameter that may be left out, found "${name}": ${title} refuses every request without "${name}". Take it off the list.`;
    report(place, 'required-field', message, 'omit', i);
  }
}
