import { createToolModules, lockedGuard, unguarded } from '../conversation/tools/tool-modules.ts';
import type { RedactorSource } from '../redact/redact.ts';
import type { RunEnvironment, RunRequest } from './run-harness.ts';
import { createLateErrors } from './trial/faults/late-errors.ts';
import type { LiveSettings } from './trial/record-trial.ts';
import type { TrialRunner } from './trial/run-trial.ts';

/** The runner of a run's trials. `live` is null in a replay, where tool modules run behind the network lock. */
export function createRunner(
  request: RunRequest,
  environment: RunEnvironment,
  redactor: RedactorSource,
  live: LiveSettings | null,
): TrialRunner {
  const replayModules =
    environment.modules ?? createToolModules(live === null ? lockedGuard(environment.nockOff) : unguarded);
  const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
  return {
    settings: request,
    live,
    redactor,
    lateErrors: createLateErrors(request.timeoutMs, (text) => redactor.text(text)),
    replayTools: { runModule: replayModules, sleep: async () => {} },
    liveTools: { runModule: createToolModules(unguarded), sleep },
    agents: {
      env: request.env,
      envOf: request.agentEnv,
      timeoutMs: request.timeoutMs,
      clock: environment.clock,
      signal: environment.abort,
    },
  };
}
