import type { Act, MakeCommand } from './command-context.ts';
import { addOptions } from './options.ts';

/** Adds `mcp`, with what can be asked of a server. */
export function addServers(command: MakeCommand, act: Act): void {
  const mcp = command('mcp', 'the tools of MCP servers: list, compare with the snapshot, call', [
    'mcp list files',
    'mcp diff files',
    `mcp call files read_file '{"path": "README.md"}'`,
  ]);
  addOptions(
    command('list <server>', 'what a server offers now', ['mcp list files', 'mcp list files --save'], mcp)
      .option('--save', 'write the snapshot, <cassettes>/_mcp/<server>.json, which replay and check read')
      .option('--json', 'print the snapshot in place of a table'),
    ['config', 'cassettes'],
  ).action(act(async () => (await import('./commands/mcp.ts')).list));
  addOptions(
    command(
      'diff <server>',
      'what changed since the snapshot, and which scenarios it touches; exit 1 where something did',
      ['mcp diff files'],
      mcp,
    ),
    ['config', 'cassettes'],
  ).action(act(async () => (await import('./commands/mcp.ts')).diff));
  addOptions(
    command(
      'call <server> <tool> [arguments]',
      'call a tool, and print what a model would be told; exit 1 where that is an error',
      [`mcp call files read_file '{"path": "README.md"}'`],
      mcp,
    ).option('--json', 'print the answer as the server gave it'),
    ['config'],
  ).action(act(async () => (await import('./commands/mcp.ts')).call));
}
