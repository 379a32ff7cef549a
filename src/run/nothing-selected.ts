import type { TextPattern } from '../pattern/pattern.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';

const SHOWN = 20;

/** The error of filters that leave no scenario. It lists the existing tags and ids. */
export function nothingSelected(
  scenarios: readonly Scenario[],
  filter: { readonly tag?: readonly string[]; readonly grep?: TextPattern },
): TooltapeError {
  const ids = scenarios.map((scenario) => scenario.id);
  const tags = [...new Set(scenarios.flatMap((scenario) => scenario.tags))].sort();
  const typed: string[] = [];
  const known: string[] = [];
  if (filter.tag !== undefined) {
    typed.push(`--tag ${filter.tag.join(',')}`);
    known.push(tags.length === 0 ? 'No scenario has a tag.' : `The tags are ${some(tags)}.`);
  }
  if (filter.grep !== undefined) {
    typed.push(`--grep ${filter.grep.source}`);
    known.push(`The ids are ${some(ids)}.`);
  }
  const none = ids.length === 1 ? 'the only scenario is not' : `none of the ${ids.length} scenarios is`;
  return new TooltapeError('NOTHING_TO_RUN', `${none} selected by ${typed.join(' ')}`, { remedy: known.join(' ') });
}

function some(names: readonly string[]): string {
  return `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? `, … (${names.length} in all)` : ''}`;
}
