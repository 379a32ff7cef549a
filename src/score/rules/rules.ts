import { bfcl } from './bfcl.ts';
import { native } from './native.ts';
import type { RuleSet } from './rule-set.ts';

/** The table of rules: the values of a scenario's `rules`, in the order of the documentation. */
export const RULES: readonly (typeof native | typeof bfcl)[] = [native, bfcl];

export type RulesName = (typeof RULES)[number]['name'];

/** The rules of a scenario that names none. */
export const DEFAULT_RULES: RulesName = native.name;

const byName: ReadonlyMap<string, RuleSet> = new Map(RULES.map((rules) => [rules.name, rules]));

/** The row of the scenario's `rules`. */
export function rulesOf({ rules }: { readonly rules: string }): RuleSet {
  const found = byName.get(rules);
  if (found === undefined) throw new Error(`no rules are named ${JSON.stringify(rules)}`);
  return found;
}
