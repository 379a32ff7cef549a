/** How arguments are compared: the key under which an expected call says what it wants, and what the rules are, in a line. */
export const RULES = {
  native: { key: 'arguments', says: 'by argument matchers, and they must be valid' },
  bfcl: { key: 'accept', says: 'as the Berkeley Function Calling Leaderboard does' },
} as const;
export type RulesName = keyof typeof RULES;
