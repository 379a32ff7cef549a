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
export type Persona = (typeof PERSONAS)[number];

/** Names the scenario of a request to the sandbox, percent-encoded; never part of a key. */
export const SCENARIO_HEADER = 'x-tooltape-scenario';
/** Numbers its trial, from 1; never part of a key. */
export const TRIAL_HEADER = 'x-tooltape-trial';
