import type { RunRequest } from '../../run/run-harness.ts';
import { visibleDifference } from '../../stats/visible-difference.ts';
import { count } from '../../text/numbers.ts';

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
    const share = `where ${discordant * 100}% of the pairs differ`;
    return smallest === null ? `none ${share}` : `about ${(smallest * 100).toFixed(1)} points ${share}`;
  });
  const against = `${count(pairs)} pairs of trials a comparison${most > 1 ? `, ${count(most)} of each scenario counted apart` : ''}`;
  return [
    `The smallest difference that ${against} can show: ${shown.join(', ')} (McNemar's test, 5%${comparisons > 1 ? ', Holm-corrected' : ''}, 80% power).`,
  ];
}
