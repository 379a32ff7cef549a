/** The models that the built-in gateway simulates, always known by these names. */
export const PERSONAS = [
  'oracle',
  'one-at-a-time',
  'wrong-arguments',
  'wrong-tool',
  'eager',
  'talker',
  'flaky',
] as const;
