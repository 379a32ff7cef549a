import { protocolAt } from '../../protocol/protocols.ts';
import type { Redactor } from '../../redact/redact.ts';

/**
 * An endpoint as a cassette keeps it. The words of a protocol's own endpoint are no text: a pattern of the user that finds any word
 * must not take them, because the protocol is known by them.
 */
export function redactEndpoint(endpoint: string, redactor: Redactor): string {
  return protocolAt(endpoint) === null ? redactor.text(endpoint) : redactor.name(endpoint);
}
