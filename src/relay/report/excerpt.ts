import type { ProtocolName } from '../../domain/protocol.ts';
import { isObject, type Json } from '../../json/json.ts';
import { protocolNamed } from '../../protocol/protocols.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { excerptAround, shorten } from '../../text/shorten.ts';

/** At most `limit` characters of a body: around the field, around the parent that the field is missing from, else its beginning. */
export function excerpt(
  body: Json,
  { field, value, protocol }: { readonly field: FieldName; readonly value: Json; readonly protocol: ProtocolName },
  limit: number,
): string {
  if (body === null) return 'nothing';
  const text = typeof body === 'string' ? body.replaceAll(/\s+/g, ' ') : JSON.stringify(body);
  const names = namesOf(protocol, field);
  const written = names.slice(0, 1).map((name) => `"${name}":${JSON.stringify(value)}`);
  const keys = names.map((name) => `"${name}":`);
  const texts = textsOf(value).sort((a, b) => b.length - a.length);
  const values = texts.map((one) => JSON.stringify(one).slice(1, -1)).filter((one) => one.length > 1);
  for (const sign of [...written, ...values, ...keys]) {
    const at = text.indexOf(sign);
    if (at !== -1) return excerptAround(text, at, limit);
  }
  return shorten(text, limit);
}

/** The keys on the path to a field in a protocol, the innermost first. */
function namesOf(protocol: ProtocolName, field: FieldName): string[] {
  const { places } = protocolNamed(protocol);
  const { of } = FIELDS[field];
  const nodes = of === null ? [''] : places.nodes[of];
  const [at = ''] = places.fields[field].at ?? [];
  const path = `${nodes[0] ?? ''}.${at}`;
  return path
    .replaceAll(/\[[^[\]]*\]/g, '')
    .split('.')
    .filter((name) => name !== '')
    .reverse();
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}
