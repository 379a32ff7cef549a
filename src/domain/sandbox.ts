/** Names of the models that the sandbox simulates. */
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

/**
 * Simulated models that choose a tool by how the request presents the tools: `first-listed@sandbox`. They show the effect of
 * `--tools-from` and `--tool-order`.
 */
export const PREFERENCES = ['first-listed', 'longest-description'] as const;
/** All model names of the sandbox. */
export const SIMULATED: readonly string[] = [...PERSONAS, ...PREFERENCES];
export type Preference = (typeof PREFERENCES)[number];

/** Header with the scenario of a request to the sandbox, percent-encoded. It does not count in the key. */
export const SCENARIO_HEADER = 'x-tooltape-scenario';
/** Header with the number of the trial, from 1. It does not count in the key. */
export const TRIAL_HEADER = 'x-tooltape-trial';
