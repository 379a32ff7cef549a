import { TooltapeError } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Verdict } from '../domain/score.ts';
import type { Transcript } from '../domain/transcript.ts';
import { scoreTrial, type ScoreOptions } from '../score/score.ts';

/**
 * Judges a conversation by the expectation of a scenario.
 *
 * Returns the verdict: whether it passes, the reason and every problem where not, and scores from 0 to 1, null where one does not
 * apply. Transcripts come from `playCalls`.
 * Errors: USAGE for a transcript with an error or a missing recording: nothing can be said of the model then.
 *
 * @example
 * const { pass, reason, problems } = score(scenario, transcript);
 */
export function score(scenario: Scenario, transcript: Transcript, options: Partial<ScoreOptions> = {}): Verdict {
  const { error, miss } = transcript;
  if (error !== null || miss !== null) {
    const why = error === null ? `a recording is missing (${miss?.code})` : `${error.code}: ${error.message}`;
    throw new TooltapeError('USAGE', `score: the conversation is not whole, ${why}`, {
      remedy: 'Judge conversations that came to their end; count the others as errors.',
    });
  }
  return scoreTrial(scenario, transcript, { wire: 'fair', ...options });
}
