import type { Scenario } from '../domain/scenario.ts';
import type { TrialError } from '../domain/wire.ts';
import { PatternStopped } from '../pattern/pattern-stopped.ts';
import { patternsIn } from './scenario-patterns.ts';

/**
 * The error of a trial in which a pattern of the scenario was stopped, with the path of the pattern. Rethrows any other error.
 */
export function patternError(scenario: Scenario, error: unknown): TrialError {
  if (!(error instanceof PatternStopped)) throw error;
  const place = patternsIn(scenario).find(({ source }) => source === error.source);
  const where = place === undefined ? `scenario ${scenario.id}` : `${place.path} of scenario ${scenario.id}`;
  const message = `${where}: ${error.message}. Write it so that each text is matched in one way, without a loop inside a loop; \`tooltape check\` names such patterns.`;
  return { code: 'pattern', status: null, message };
}
