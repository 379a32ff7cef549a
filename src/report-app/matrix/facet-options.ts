import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { CHANGES, changeCounts, MARKED } from '../data/changes.ts';
import type { Matrix } from '../data/matrix-data.ts';
import type { FacetOption } from './facet.tsx';
import { familyOf, rankOf, wordOf } from '../data/outcomes.ts';

/** Returns the tags with their number of scenarios, the most frequent tag first. */
export function tagOptions(index: ReportIndex): FacetOption[] {
  const counts = index.tags.map(() => 0);
  for (const tags of index.scenarios.tags) for (const tag of tags) counts[tag] = (counts[tag] ?? 0) + 1;
  return index.tags
    .map((tag, i) => ({ value: tag, label: tag, count: counts[i] ?? 0, swatch: null, startsGroup: false }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

export function modelOptions(index: ReportIndex): FacetOption[] {
  return index.models.map(({ name }) => ({ value: name, label: name, count: null, swatch: null, startsGroup: false }));
}

/** Returns the changes that occur with their number of cells, worst first; empty without an older run. */
export function changeOptions({ index, older }: Matrix): FacetOption[] {
  if (older === null) return [];
  const counts = changeCounts(older, index.models.length);
  return MARKED.flatMap((change): FacetOption[] => {
    const count = counts.reduce((sum, of) => sum + (of.get(change) ?? 0), 0);
    if (count === 0) return [];
    return [{ value: change, label: CHANGES[change].label.toLowerCase(), count, swatch: null, startsGroup: false }];
  });
}

const STATUSES = [
  ['pass', 'passed'],
  ['fail', 'failed, for any reason'],
  ['error', 'provider error, of any kind'],
  ['unrecorded', 'not recorded, for any reason'],
] as const;

/** Returns the statuses that occur, then the reasons that occur, with their number of trials. */
export function resultOptions(index: ReportIndex): FacetOption[] {
  const counts = index.outcomes.map(() => 0);
  for (const outcome of index.trials.outcome) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const statuses = STATUSES.flatMap(([status, label]): FacetOption[] => {
    const total = index.outcomes.reduce((sum, one, i) => (one.status === status ? sum + (counts[i] ?? 0) : sum), 0);
    return total === 0 ? [] : [{ value: status, label, count: total, swatch: null, startsGroup: false }];
  });
  const reasons = index.outcomes
    .map((outcome, i) => ({ ...outcome, count: counts[i] ?? 0 }))
    .filter((outcome) => outcome.reason !== null)
    .sort((a, b) => rankOf(a.status, a.reason) - rankOf(b.status, b.reason))
    .map(({ status, reason, count }, i): FacetOption => ({
      value: reason ?? '',
      label: wordOf(status, reason),
      count,
      swatch: `family-${familyOf(status, reason)}`,
      startsGroup: i === 0,
    }));
  return [...statuses, ...reasons];
}
