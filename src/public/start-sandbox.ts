import type { Sandbox } from '../sandbox/server.ts';
import { scenariosFrom, type LoadOptions, type ScenarioSource } from './scenarios.ts';

export interface SandboxOptions extends LoadOptions {
  /** What the simulated models know. Default: the scenarios of the folder `scenarios`. */
  readonly scenarios?: ScenarioSource;
  /** Default: 0, any free port. */
  readonly port?: number;
}

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
  const { scenarios } = scenariosFrom(options.scenarios, options);
  const { startSandbox: start } = await import('../sandbox/server.ts');
  return start({ scenarios, port: options.port ?? 0 });
}
