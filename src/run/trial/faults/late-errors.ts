import { asModuleTrial } from '../../../conversation/tools/late-errors.ts';
import { runsModules } from '../../../conversation/tools/tool-modules.ts';
import type { TrialRow } from '../../../domain/run.ts';
import { NO_SCORES } from '../../file/trial-row.ts';
import type { Cell } from '../../plan.ts';

/** Errors of tool modules that no call returned. Each makes its trial an error, also where the trial has ended. */
export interface LateErrors {
  /** Runs a trial and notes the errors of its tool modules, until the process ends. */
  during<T>(cell: Cell, trial: number, run: () => T): T;
  /** The row with the noted error of its trial; the same row where there is none, and where it has an error or a miss of its own. */
  amend(row: TrialRow): TrialRow;
  /** True where a trial has a noted error. */
  readonly found: boolean;
}

/** Returns late errors without any. A call ends its trial after `timeoutMs`; `redacted` hides secrets in a message. */
export function createLateErrors(timeoutMs: number, redacted: (text: string) => string): LateErrors {
  const messages = new Map<string, string>();
  return {
    during({ scenario, model }, trial, run) {
      if (!runsModules(scenario)) return run();
      const name = nameOf({ scenario: scenario.id, model: model.name, trial });
      const onLateError = (message: string): void => {
        if (!messages.has(name)) messages.set(name, redacted(message));
      };
      return asModuleTrial({ onLateError, timeoutMs }, run);
    },
    amend(row) {
      const message = messages.get(nameOf(row));
      if (message === undefined || row.status === 'error' || row.status === 'unrecorded') return row;
      return {
        ...row,
        status: 'error',
        reason: 'module',
        error: { status: null, code: 'module', message },
        scores: NO_SCORES,
        parallelCounts: null,
        relevance: null,
        problems: [],
        calls: row.calls.map((call) => ({ ...call, expected: null })),
      };
    },
    get found() {
      return messages.size > 0;
    },
  };
}

function nameOf({ scenario, model, trial }: Pick<TrialRow, 'scenario' | 'model' | 'trial'>): string {
  return JSON.stringify([scenario, model, trial]);
}
