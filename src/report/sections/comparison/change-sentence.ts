import type { ModelRow } from '../../../domain/run.ts';
import type { Pair, RunComparison } from '../../../compare/comparison.ts';
import { count, counted, points, pValue } from '../../../text/numbers.ts';

/** The sentence for two runs of which nothing can be compared. */
export const NOTHING_COMPARED = 'Nothing was compared: the two runs have no scenario × model in common.';

/** Models that are named one by one. */
const NAMED = 3;

/**
 * What changed between two runs, in a sentence or two: what is more than chance, then how many verdicts moved. A model of the simulated
 * gateway is named as such.
 */
export function changeSentence(
  comparison: RunComparison,
  models: readonly Pick<ModelRow, 'name' | 'gateway'>[],
): string {
  const { unchanged, cells, pairs, changes, regressions } = comparison;
  if (cells === 0) return NOTHING_COMPARED;
  const compared = `${counted(cells, 'scenario × model', 'scenarios × models')} compared`;
  if (unchanged) return `Nothing changed: ${compared}.`;
  const moved = Object.values(changes).reduce((sum, { total }) => sum + total, 0);
  const verdicts =
    moved === 0
      ? `No verdict changed: ${compared}.`
      : `${count(moved)} of ${compared.replace(' compared', '')} changed, ${regressions === moved ? 'all' : count(regressions)} for the worse.`;
  const simulated = new Set(models.filter(({ gateway }) => gateway === 'sandbox').map(({ name }) => name));
  return [...decided(pairs, simulated), verdicts].join(' ');
}

/** `gpt-4o (−12.5 points, p 0.004) got worse. No significant difference for the other 2 models.` */
function decided(pairs: readonly Pair[], simulated: ReadonlySet<string>): string[] {
  const judged = pairs.filter(({ n }) => n > 0);
  if (judged.length === 0) return ['No trial was judged in both runs.'];
  const named = (['worse', 'better'] as const).flatMap((word) => {
    const found = judged.filter(({ verdict }) => verdict === word);
    if (found.length === 0) return [];
    if (found.length > NAMED) return [`${counted(found.length, 'model')} got ${word}.`];
    return [`${found.map((pair) => pairText(pair, simulated)).join(', ')} got ${word}.`];
  });
  const open = judged.filter(({ verdict }) => verdict === 'inconclusive').length;
  if (named.length === 0)
    return [judged.length === 1 ? 'No significant difference.' : 'No model differs significantly.'];
  if (open === 0) return named;
  return [...named, `No significant difference for the other ${open === 1 ? 'model' : `${count(open)} models`}.`];
}

function pairText({ candidate, difference, pAdjusted }: Pair, simulated: ReadonlySet<string>): string {
  return `${candidate} (${simulated.has(candidate) ? 'simulated, ' : ''}${points(difference)} points, p ${pValue(pAdjusted)})`;
}
