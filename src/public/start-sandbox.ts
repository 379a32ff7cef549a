import type { Sandbox } from '../sandbox/server.ts';
import { checkOptions } from './checks/check-options.ts';
import { isWhole, SOURCE, type OptionRule } from './checks/rules.ts';
import { LOAD_RULES } from './checks/run-rules.ts';
import { scenariosFrom, type LoadOptions, type ScenarioSource } from './scenarios.ts';

export interface SandboxOptions extends LoadOptions {
  /** Scenarios that the simulated models know. Default: those of the folder `scenarios`. */
  readonly scenarios?: ScenarioSource;
  /** Port to listen on. Default: 0, any free port. */
  readonly port?: number;
}

const PORT: OptionRule = { says: 'a port from 0 to 65535', accepts: (value) => isWhole(value, 0) && value <= 65_535 };

/**
 * Starts the simulated gateway on loopback. It speaks every protocol; its models answer the scenarios: `oracle` rightly,
 * `one-at-a-time` without parallel calls, `wrong-arguments`, `wrong-tool`, `eager`, `talker` and `flaky` with that fault.
 *
 * Returns the base URL and `close()`, which waits for running answers.
 * Errors: SCENARIO for files that cannot be loaded, USAGE for a port that is taken.
 *
 * @example
 * const sandbox = await startSandbox({ scenarios: [scenario] });
 * const client = new OpenAI({ baseURL: sandbox.baseUrl, apiKey: 'none' });
 * await sandbox.close();
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions('startSandbox', options, { ...LOAD_RULES, scenarios: SOURCE, port: PORT });
  const { scenarios } = scenariosFrom('startSandbox', options.scenarios, options);
  const { startSandbox: start } = await import('../sandbox/server.ts');
  return start({ scenarios, port: options.port ?? 0 });
}
