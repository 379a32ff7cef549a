import type { ModelGroups } from '../../compare/comparison.ts';
import type { UntilRow } from '../../domain/run.ts';
import type { Block, Item, Section } from '../document.ts';
import { count, counted } from '../../text/numbers.ts';
import { stoppedNote } from './until-section.ts';

/** Most groups that are shown. */
const SHOWN = 12;

/** The note on the test, below every list of groups. */
export const GROUP_METHOD =
  'Paired exact McNemar tests (several trials: exact sign-flip tests over scenarios), Holm-corrected over all pairs, 5%.';

/**
 * Groups of models that cannot be told apart; `[]` with fewer than two models. `until` adds a note for a run that stopped when
 * it was decided.
 */
export function groupSection(groups: ModelGroups | null, until: UntilRow | null = null): Section[] {
  if (groups === null || groups.pairs === 0) return [];
  // The only pair is the one that the run decided, by the test that allows for its stopping.
  if (until !== null && until.against !== null && groups.pairs === 1) return [];
  // The title says all where no two models differ.
  const shown = groups.apart === 0 ? [] : groups.groups;
  const items = shown.slice(0, SHOWN).map((models): Item => ({
    tone: 'plain',
    lead: models.join(', '),
    text: `${models.length === 2 ? 'these two' : `these ${models.length}`}: no significant difference`,
  }));
  const blocks: Block[] = [
    { kind: 'list', items, hidden: shown.length - items.length },
    { kind: 'note', text: GROUP_METHOD },
    ...(until === null ? [] : [stoppedNote(until)]),
  ];
  const words = groupsInWords(groups);
  return [{ title: until === null ? words : `As if the number of trials had been fixed: ${words}`, blocks }];
}

/** `25 of 28 pairs of models differ significantly.` */
export function groupsInWords({ pairs, apart }: ModelGroups): string {
  if (pairs === 1) return apart === 1 ? 'The two models differ significantly.' : 'The two models cannot be told apart.';
  if (apart === pairs) return `All ${counted(pairs, 'pair')} of models differ significantly.`;
  if (apart === 0) return `None of the ${counted(pairs, 'pair')} of models differs significantly.`;
  return `${count(apart)} of ${counted(pairs, 'pair')} of models differ significantly.`;
}
