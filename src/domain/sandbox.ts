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

/** Simulated models that choose tools by how they are presented, known as `first-listed@sandbox`: what an A/B of definitions exposes. */
export const PREFERENCES = ['first-listed', 'longest-description'] as const;
/** Every name that the sandbox answers to. */
export const SIMULATED: readonly string[] = [...PERSONAS, ...PREFERENCES];
export type Preference = (typeof PREFERENCES)[number];

/** Names the scenario of a request to the sandbox, percent-encoded; never part of a key. */
export const SCENARIO_HEADER = 'x-tooltape-scenario';
/** Numbers its trial, from 1; never part of a key. */
export const TRIAL_HEADER = 'x-tooltape-trial';
