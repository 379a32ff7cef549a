import type { Gateway } from '../model.ts';
import type { Configured } from '../server.ts';

/** A program of the user that asks models itself, as the configuration describes it. */
export interface AgentProgram<Value = Configured> {
  /** The program and its arguments; never empty. The argument `{prompt}` is replaced by the prompt. */
  readonly command: readonly string[];
  /** Absolute path of the working directory. */
  readonly cwd: string;
  readonly env: { readonly [name: string]: Value };
  /** Where the agent's answer comes from: its output, or the last text of its traffic. */
  readonly answer: 'stdout' | 'traffic';
  /** Milliseconds without output and without a request after which the agent is stopped; null for the time-out of the run. */
  readonly timeoutMs: number | null;
  /** Gateways that answer the agent's requests while recording, one for each vendor; never empty. */
  readonly gateways: readonly Gateway[];
}

/** The argument that is replaced by the prompt. */
export const PROMPT_ARGUMENT = '{prompt}';
