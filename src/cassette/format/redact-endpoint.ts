import { protocolAt } from '../../protocol/protocols.ts';
import type { Redactor } from '../../redact/redact.ts';

/**
 * The endpoint without secrets. The words of a protocol's endpoint (`/chat/completions`) stay even where a pattern of the user
 * matches them, because a reader knows the protocol by them.
 */
export function redactEndpoint(endpoint: string, redactor: Redactor): string {
  return protocolAt(endpoint) === null ? redactor.text(endpoint) : redactor.name(endpoint);
}
