import type { Gateway } from '../model.ts';
import type { Configured } from '../server.ts';

/** A program of the user's that asks models by itself, as the configuration has it. */
export interface AgentProgram<Value = Configured> {
  /** The program and its arguments; never empty. An argument `{prompt}` stands for the prompt. */
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: { readonly [name: string]: Value };
  /** Where its answer is: what it prints, or the last text of its traffic. */
  readonly answer: 'stdout' | 'traffic';
  /** Milliseconds that it may neither print nor ask; null leaves it to the run. */
  readonly timeoutMs: number | null;
  /** One a vendor: where its requests go when they are recorded. Never empty. */
  readonly gateways: readonly Gateway[];
}

/** What stands for the prompt among the arguments. */
export const PROMPT_ARGUMENT = '{prompt}';
