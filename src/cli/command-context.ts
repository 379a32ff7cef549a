import type { Command } from 'commander';
import type { Terminal } from './output/terminal.ts';

/** What every command is given beside its arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly version: string;
}

/** A command's work; resolves to the exit code. */
type Action = (context: CommandContext, ...args: never[]) => Promise<number>;

/** Turns a command's work into what commander calls: it is loaded then, and its exit code becomes the program's. */
export type Act = (load: () => Promise<Action>) => (...args: unknown[]) => Promise<void>;

/** Adds a command: name and arguments (`check [paths...]`), what it does, examples of its use. */
export type MakeCommand = (
  usage: string,
  description: string,
  examples: readonly string[],
  parent?: Command,
) => Command;
