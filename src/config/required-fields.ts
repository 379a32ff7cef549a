import { report, type Place } from '../document/place.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import type { Gateway } from '../domain/model.ts';
import type { WrittenModel } from './written.ts';

/** Reports parts of `omit` and `rename` that take a field out of every request without which the model's protocol refuses it. */
export function checkRequired({ omit = [], rename = {} }: WrittenModel, { protocol }: Gateway, place: Place): void {
  const { title, required } = protocolNamed(protocol);
  const refused = (name: string): string => `${title} refuses every request without "${name}"`;
  for (const [i, name] of omit.entries()) {
    if (!required.includes(name)) continue;
    const message = `Expected a parameter that may be left out, found "${name}": ${refused(name)}. Take it off the list.`;
    report(place, 'required-field', message, 'omit', i);
  }
  for (const [name, sentAs] of Object.entries(rename)) {
    if (!required.includes(name) || sentAs === name) continue;
    const message = `Expected a parameter that may have another name, found "${name}" as "${sentAs}": ${refused(name)}. Remove it.`;
    report(place, 'required-field', message, 'rename', name);
  }
}
