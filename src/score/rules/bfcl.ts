import { BFCL } from '../bfcl/bfcl.ts';
import type { RuleSet } from './rule-set.ts';

/** Comparison as the checker of the Berkeley Function Calling Leaderboard makes it. */
export const bfcl: RuleSet<'bfcl'> = {
  name: 'bfcl',
  says: 'as the Berkeley Function Calling Leaderboard does',
  key: 'accept',
  comparison: BFCL,
  invalidFails: false,
  toolsMustExist: false,
};
