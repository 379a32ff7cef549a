import type { Terminal } from './output/terminal.ts';

/** What every command is given beside its arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly version: string;
}
