import { TooltapeError } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import { findUnrecognisableSecret } from '../redact/find-secret.ts';
import type { Redactor } from '../redact/redact.ts';
import { secretData } from './trial/scenario-redaction.ts';

/**
 * Refuses scenarios with a secret that a replay could not recognise, because a replay does not know the secret's value and
 * would not find the recording. `shapesOnly` is the redactor of a replay. Errors: SECRET_IN_DATA.
 */
export function refuseSecretsIn(
  scenarios: readonly Scenario[],
  secrets: readonly string[],
  shapesOnly: Redactor,
): void {
  if (secrets.length === 0) return;
  for (const scenario of scenarios) {
    const found = findUnrecognisableSecret(secretData(scenario), secrets, shapesOnly);
    if (found !== null) throw secretInData(scenario.id, found.path);
  }
}

/** The error SECRET_IN_DATA with the path of the secret. */
export function secretInData(scenario: string, path: string): TooltapeError {
  return new TooltapeError(
    'SECRET_IN_DATA',
    `scenario ${scenario}: ${path} holds the value of a key variable or header, which a replay could not recognise`,
    {
      remedy:
        'Take it out of the scenario or tool result, or add a pattern for it to `redact` in tooltape.config.yaml.',
    },
  );
}
