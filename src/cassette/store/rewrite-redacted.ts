import type { Interaction } from '../../domain/recording.ts';
import type { RawResponse } from '../../domain/wire.ts';
import { toRawBody } from '../format/body.ts';
import { bodyBytes } from '../../protocol/raw-body.ts';
import type { CassetteFile } from '../format/format.ts';
import type { Keyer } from '../lookup/key.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import { decodeInteraction } from '../format/read-format.ts';
import type { Redactor } from '../../redact/redact.ts';
import { writeCassette } from '../format/write-format.ts';

/** The text of a cassette with a redaction applied to all of it, and keys that fit; null where nothing is to be redacted. */
export function rewriteRedacted(cassette: CassetteFile, file: string, keyer: Keyer, redactor: Redactor): string | null {
  let changed = false;
  const trials = cassette.trials.map((trial) => ({
    trial: trial.trial,
    interactions: trial.interactions.map((_, i): Interaction => {
      const given = decodeInteraction(cassette, trial, i, file);
      const request = keyer.canonicalBody(given.endpoint, given.request);
      const response = redactResponse(given, redactor);
      const key = keyer.keyOf(given.endpoint, given.request);
      changed ||= key !== given.key || JSON.stringify(response) !== JSON.stringify(given.response);
      const original = given.original === undefined ? undefined : redactor.json(given.original);
      changed ||= original !== given.original;
      return {
        ...given,
        ...(original !== undefined && { original }),
        endpoint: redactor.text(given.endpoint),
        key,
        request,
        response,
      };
    }),
  }));
  if (!changed) return null;
  const { scenario, model, gateway, source, recordedAt } = cassette;
  return writeCassette({ scenario, model, gateway, source, recordedAt, trials });
}

/** Whether a response changes when it is redacted again. */
export function holdsSecret(interaction: Pick<Interaction, 'endpoint' | 'response'>, redactor: Redactor): boolean {
  return JSON.stringify(redactResponse(interaction, redactor)) !== JSON.stringify(interaction.response);
}

function redactResponse(
  { endpoint, response }: Pick<Interaction, 'endpoint' | 'response'>,
  redactor: Redactor,
): RawResponse {
  const { status, headers, body } = response;
  const clean = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redactor.text(value)]));
  return {
    status,
    headers: clean,
    body: toRawBody(bodyBytes(body), headers['content-type'] ?? '', redactor, recordedFormAt(endpoint)),
  };
}
