import { NATIVE } from '../pairing/compare-call.ts';
import type { RuleSet } from './rule-set.ts';

/** Comparison by the argument matchers of the scenario. */
export const native: RuleSet<'native'> = {
  name: 'native',
  says: 'by argument matchers, and they must be valid',
  key: 'arguments',
  comparison: NATIVE,
  invalidFails: true,
  toolsMustExist: true,
};
