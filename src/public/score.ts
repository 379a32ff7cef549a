import { TooltapeError } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Verdict } from '../domain/score.ts';
import type { Transcript } from '../domain/transcript.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import { OBJECT, oneOf, SCENARIO, TRANSCRIPT } from './checks/rules.ts';
import { scoreTrial, type ScoreOptions } from '../score/score.ts';

/**
 * Judges a conversation by the expectation of a scenario.
 *
 * Returns the verdict: whether the conversation passes, the reason and all problems where it does not, and scores from 0 to 1, null
 * where one does not apply. `transcriptOf`, `playCalls` and `tape.transcript()` make transcripts.
 * Errors: USAGE for a transcript with an error or a missing recording, which says nothing about the model.
 *
 * @example
 * const { pass, reason, problems } = score(scenario, transcript);
 */
export function score(scenario: Scenario, transcript: Transcript, options: Partial<ScoreOptions> = {}): Verdict {
  expectArgument('score', 'scenario', scenario, SCENARIO);
  expectArgument('score', 'transcript', transcript, TRANSCRIPT);
  checkOptions('score', options, { wire: oneOf('fair', 'raw'), request: OBJECT });
  const { error, miss } = transcript;
  if (error !== null || miss !== null) {
    const why = error === null ? `a recording is missing (${miss?.code})` : `${error.code}: ${error.message}`;
    throw new TooltapeError('USAGE', `score: the conversation is not whole, ${why}`, {
      remedy: 'Judge conversations that came to their end; count the others as errors.',
    });
  }
  return scoreTrial(scenario, transcript, { wire: 'fair', ...options });
}
