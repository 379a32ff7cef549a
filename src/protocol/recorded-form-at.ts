import type { RecordedForm } from './protocol.ts';
import { protocolFor } from './protocols.ts';

/**
 * How a cassette stores requests and responses of an endpoint. Endpoints of no protocol, such as embeddings, are stored like
 * chat.
 */
export function recordedFormAt(endpoint: string): RecordedForm {
  return protocolFor(endpoint).recording;
}
