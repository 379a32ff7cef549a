import { LARGEST } from '../../text/largest.ts';
import { mapBody, textBody } from '../../cassette/format/body.ts';
import { replaceCell } from '../../cassette/store/replace-cell.ts';
import { createKeyer } from '../../cassette/lookup/key.ts';
import type { Json } from '../../json/json.ts';
import { createRedactor, type RedactorSource } from '../../redact/redact.ts';
import { createTrialNames, scenarioValues, type ScenarioValues } from '../../redact/trial-names.ts';
import { bareRequest } from '../../protocol/chat/published-answer.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import type { BfclItem } from './bfcl-questions.ts';
import { toChatCompletion, type BfclResult } from './bfcl-result.ts';

const JSON_TYPE = 'application/json';

/** Records the answer of a model to a question, as if a scenario without extra settings had sent the request. */
export type RecordResult = (model: string, item: BfclItem, result: BfclResult) => void;

/** `folder` is the cassette folder. An older recording of the scenario × model is replaced. */
export function createResultRecorder(folder: string, clock: () => Date): RecordResult {
  const redactor = createRedactor();
  const keyer = createKeyer({ redactor });
  return (model, item, result) => {
    const { endpoint, body } = bareRequest(model, item.messages, item.tools);
    const text = JSON.stringify(toChatCompletion(result, model));
    const values = rememberedValues(redactor, item);
    const names = createTrialNames(values);
    const own = keyer.within(values);
    const latencyMs = Math.min(Math.round((result.latencySeconds ?? 0) * 1000), LARGEST.wait);
    const interaction = {
      endpoint,
      key: own.keyOf(endpoint, body),
      request: own.canonicalBody(endpoint, body, names),
      response: {
        status: 200,
        headers: { 'content-type': JSON_TYPE },
        body: mapBody(textBody(text, JSON_TYPE), redactor.named(names.of), recordedFormAt(endpoint)),
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

/** The redacted values of a question, computed at the first use. */
function rememberedValues(redactor: RedactorSource, item: BfclItem): () => ScenarioValues {
  let values: ScenarioValues | null = null;
  return () => (values ??= scenarioValues(redactor, item as unknown as Json));
}
