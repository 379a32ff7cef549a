import { textBody } from '../../cassette/format/body.ts';
import { replaceCell } from '../../cassette/store/replace-cell.ts';
import { createKeyer } from '../../cassette/lookup/key.ts';
import { createRedactor } from '../../redact/redact.ts';
import { bareRequest } from '../../protocol/chat/published-answer.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import type { BfclItem } from './bfcl-questions.ts';
import { toChatCompletion, type BfclResult } from './bfcl-result.ts';

const JSON_TYPE = 'application/json';

/** Records what a model answered to a question, as if the request of a bare scenario had been sent to it. */
export type RecordResult = (model: string, item: BfclItem, result: BfclResult) => void;

/** `folder` is the cassette folder. An older recording of the same cell is replaced. */
export function createResultRecorder(folder: string, clock: () => Date): RecordResult {
  const redactor = createRedactor();
  const keyer = createKeyer({ redactor });
  return (model, item, result) => {
    const { endpoint, body } = bareRequest(model, item.messages, item.tools);
    const text = JSON.stringify(toChatCompletion(result, model));
    const latencyMs = Math.round((result.latencySeconds ?? 0) * 1000);
    const interaction = {
      endpoint,
      key: keyer.keyOf(endpoint, body),
      request: keyer.canonicalBody(endpoint, body),
      response: {
        status: 200,
        headers: { 'content-type': JSON_TYPE },
        body: textBody(text, JSON_TYPE, redactor, recordedFormAt(endpoint)),
      },
      latencyMs,
      firstByteMs: latencyMs,
    };
    const recordedAt = clock().toISOString();
    replaceCell(folder, { scenario: item.id, model, gateway: 'bfcl', source: 'import', recordedAt }, [
      { trial: 1, interactions: [interaction] },
    ]);
  };
}
