import type { RunRequest } from '../../run/run-harness.ts';
import { visibleDifference } from '../../stats/visible-difference.ts';
import { count, counted, unsignedPoints, writtenPercent } from '../../text/numbers.ts';

/** Share of pairs that only one of two models passes: for similar models, and for different models. */
const DISCORDANT = [0.1, 0.3] as const;
const LEVEL = 0.05;

/** The smallest differences between each model and the first that the planned run can detect; empty for a single model. */
export function visibleDifferences({ models, scenarios, cells }: RunRequest): string[] {
  const comparisons = models.length - 1;
  if (comparisons < 1 || scenarios.length === 0) return [];
  const most = Math.max(...cells.map(({ trials }) => (trials === 'recorded' ? 1 : trials)));
  const pairs = scenarios.length * most;
  const level = LEVEL / comparisons;
  const shown = DISCORDANT.map((discordant) => {
    const smallest = visibleDifference(pairs, discordant, level);
    const share = `where ${writtenPercent(discordant)}% of the pairs have different verdicts`;
    return smallest === null ? `none at all ${share}` : `those from about ${unsignedPoints(smallest)} points ${share}`;
  });
  const against = `${counted(pairs, 'pair')} of trials${most > 1 ? ` (${count(most)} of each scenario, counted apart)` : ''}`;
  const test = `McNemar's test, 5%${comparisons > 1 ? ', Holm-corrected' : ''}, 80% power`;
  return [`Differences that ${against} can show between two models: ${shown.join('; ')} (${test}).`];
}
