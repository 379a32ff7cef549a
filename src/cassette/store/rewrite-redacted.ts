import type { Interaction } from '../../domain/recording.ts';
import type { Json } from '../../json/json.ts';
import { redactEndpoint } from '../format/redact-endpoint.ts';
import { redactResponse } from '../format/redact-response.ts';
import type { CassetteFile } from '../format/format.ts';
import type { Keyer } from '../lookup/key.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import { decodeInteraction } from '../format/read-format.ts';
import type { Redactor, RedactorSource } from '../../redact/redact.ts';
import { createTrialNames, type ScenarioValues } from '../../redact/trial-names.ts';
import { writeCassette } from '../format/write-format.ts';

/** The text of a cassette after a redaction of everything in it, with new keys; null where nothing has to be redacted. */
export function rewriteRedacted(
  cassette: CassetteFile,
  file: string,
  keyer: Keyer,
  source: RedactorSource,
  values: () => ScenarioValues,
): string | null {
  let changed = false;
  const own = keyer.within(values);
  const trials = cassette.trials.map((trial) => {
    const names = createTrialNames(values);
    const redactor = source.named(names.of);
    const given = trial.interactions.map((_, i) => decodeInteraction(cassette, trial, i, file));
    // Placeholders of an earlier redaction keep their numbers; new ones get other numbers.
    for (const { request, original, response, results } of given) {
      names.see(JSON.stringify([request, original, response, results]));
    }
    const interactions = given.map((interaction): Interaction => {
      const { endpoint, request, latencyMs, firstByteMs, sentMs } = interaction;
      const canonical = own.canonicalBody(endpoint, request, names);
      const { response, results } = redactAnswer(interaction, redactor);
      const key = own.keyOf(endpoint, request);
      const original = interaction.original === undefined ? undefined : redactor.json(interaction.original);
      changed ||= original !== interaction.original || !own.fits(interaction.key, endpoint, request);
      changed ||= response !== interaction.response || results !== interaction.results;
      const kept = {
        endpoint: redactEndpoint(endpoint, redactor),
        key,
        request: canonical,
        response,
        latencyMs,
        firstByteMs,
      };
      return {
        ...kept,
        ...(original !== undefined && { original }),
        ...(results !== undefined && { results }),
        ...(sentMs !== undefined && { sentMs }),
      };
    });
    return { trial: trial.trial, interactions };
  });
  if (!changed) return null;
  const { scenario, model, gateway, source: origin, recordedAt, recordedBy } = cassette;
  const by = recordedBy === undefined ? {} : { recordedBy };
  return writeCassette({ scenario, model, gateway, source: origin, recordedAt, ...by, trials });
}

/** The part of an interaction that holds a secret: `request`, `response`, …; null where none does. */
export function secretPlace(interaction: Interaction, redactor: Redactor): string | null {
  const { endpoint, request, original, response, results } = interaction;
  if (redactEndpoint(endpoint, redactor) !== endpoint) return 'endpoint';
  if (redactor.json(request) !== request) return 'request';
  if (original !== undefined && redactor.json(original) !== original) return 'original';
  const clean = redactAnswer(interaction, redactor);
  if (clean.response !== response) return 'response';
  return clean.results === results ? null : 'results';
}

/** Redacts an answer and its results; returns the same objects where nothing changes. */
function redactAnswer(
  { endpoint, response, results }: Interaction,
  redactor: Redactor,
): Pick<Interaction, 'response' | 'results'> {
  const values = results === undefined ? undefined : redactor.json(results as unknown as Json);
  return {
    response: redactResponse(response, redactor, recordedFormAt(endpoint)),
    ...(values !== undefined && { results: values as unknown as NonNullable<Interaction['results']> }),
  };
}
