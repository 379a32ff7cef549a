import type { Command } from 'commander';
import type { Terminal } from './output/terminal.ts';

/** Arguments of every command besides those of its command line. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly version: string;
}

/** The function of a command; resolves to the exit code. */
type Action = (context: CommandContext, ...args: never[]) => Promise<number>;

/** Makes the function that commander calls. It loads the function of the command, runs it, and sets its exit code. */
export type Act = (load: () => Promise<Action>) => (...args: unknown[]) => Promise<void>;

/** Adds a command: name and arguments (`check [paths...]`), description, examples. */
export type MakeCommand = (
  usage: string,
  description: string,
  examples: readonly string[],
  parent?: Command,
) => Command;
