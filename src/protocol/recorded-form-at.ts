import type { RecordedForm } from './protocol.ts';
import { protocolAt, protocolNamed } from './protocols.ts';

/** How a cassette keeps what goes over an endpoint. Endpoints of no protocol, such as embeddings, are kept as chat is. */
export function recordedFormAt(endpoint: string): RecordedForm {
  return (protocolAt(endpoint) ?? protocolNamed('chat')).recording;
}
