import { aboutProtocol } from '../../init/config-text.ts';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isCancel, select, text } from '@clack/prompts';
import { displayWidth } from '../../report/render/text-width.ts';
import { shellWord } from '../../text/shell.ts';
import { EXIT, TooltapeError } from '../../domain/errors.ts';
import { DEFAULT_PROTOCOL, PROTOCOL_NAMES, type ProtocolName } from '../../domain/protocol.ts';
import { DEFAULT_MANAGER, type PackageManager, packageManagerOf } from '../../init/package-manager.ts';
import { nextCommands, planInit } from '../../init/plan-init.ts';
import { serverCommands, type InitServer } from '../../init/server-text.ts';
import { escapeText } from '../../text/escape.ts';
import { writeOutput } from '../output/files.ts';
import type { CommandContext } from '../command-context.ts';
import type { Terminal } from '../output/terminal.ts';

/** `tooltape init`: makes a new project. It asks questions on a terminal; with `--yes` it takes the defaults. */
export async function init(
  { terminal, version }: CommandContext,
  dir: string | undefined,
  options: { readonly yes?: boolean; readonly protocol?: ProtocolName; readonly server?: InitServer },
): Promise<number> {
  const folder = dir ?? (options.yes === true ? '.' : await askFolder(terminal.interactive));
  if (folder === null) return EXIT.interrupted;
  const exists = (path: string): boolean => existsSync(join(folder, path));
  const isAsked = options.yes !== true && terminal.interactive && !exists('tooltape.config.yaml');
  const protocol = options.protocol ?? (isAsked ? await askProtocol() : DEFAULT_PROTOCOL);
  if (protocol === null) return EXIT.interrupted;
  const { server = null } = options;
  if (server !== null && exists('tooltape.config.yaml')) {
    throw new TooltapeError('USAGE', `${join(folder, 'tooltape.config.yaml')} is there already`, {
      remedy: `Add the server to its "servers", then: npx tooltape import mcp ${server.name} --out .`,
    });
  }
  const manager = managerOf(resolve(folder));
  const files = planInit({
    exists,
    protocol,
    server,
    manager,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
  });
  if (files.length === 0) terminal.out('Everything is there already; nothing was written.\n');
  for (const { path, content } of files) writeOutput(join(folder, path), [content]);
  const said = (path: string): string => (path === 'package.json' ? 'added scripts to' : 'wrote');
  terminal.out(files.map(({ path }) => `${said(path)} ${join(folder, path)}\n`).join(''));
  if (files.some(({ path }) => path.startsWith('.github/')) && !dependsOnUs(folder)) {
    terminal.err(
      `note: the workflow installs tooltape from the lock file: ${manager.add} tooltape, and commit package.json and the lock file\n`,
    );
  }
  const root = repositoryOf(resolve(folder));
  if (root !== null && root !== resolve(folder) && files.some(({ path }) => path.startsWith('.github/'))) {
    terminal.err(
      `note: GitHub runs workflows only from the root of a repository: move the one of ${folder} to ${root}, and let its steps run in ${folder} (working-directory)\n`,
    );
  }
  if (server !== null) await importFirst(server.name, folder, terminal, version);
  const go = folder === '.' ? '' : `cd ${shellWord(folder)}\n  `;
  const commands = server === null ? nextCommands(manager) : serverCommands(server.name, manager);
  const longest = Math.max(...commands.map(({ command }) => command.length));
  const beside = commands.map(({ command, why }) => `${command.padEnd(longest)}  # ${why}`);
  const fits = beside.every((line) => displayWidth(line) + 2 <= terminal.width);
  const next = fits ? beside : commands.flatMap(({ command, why }) => [`# ${why}`, command]);
  terminal.out(`\nNext:\n  ${go}${next.join('\n  ')}\n`);
  return EXIT.done;
}

/** True when the `package.json` has tooltape among its dependencies. */
function dependsOnUs(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'package.json'), 'utf8').includes('"tooltape"');
  } catch {
    return false;
  }
}

/**
 * Lists the tools of the server in the new configuration, and writes its first scenarios. Errors: SERVER; the files written so
 * far stay.
 */
async function importFirst(name: string, folder: string, terminal: Terminal, version: string): Promise<void> {
  const { importServer } = await import('../../import/mcp/import-server.ts');
  const context = { env: process.env, version, config: join(folder, 'tooltape.config.yaml'), cwd: process.cwd() };
  const { result, notes } = await importServer(name, folder, context);
  for (const line of result) terminal.out(`wrote ${escapeText(line)}\n`);
  for (const note of notes) terminal.err(`${escapeText(note)}\n`);
}

/** The package manager of the nearest folder that says one: in a workspace the lock file lies above. */
function managerOf(folder: string): PackageManager {
  const found = packageManagerOf((file) => {
    try {
      return readFileSync(join(folder, file), 'utf8');
    } catch {
      return null;
    }
  });
  if (found !== null) return found;
  const isRoot = existsSync(join(folder, '.git')) || dirname(folder) === folder;
  return isRoot ? DEFAULT_MANAGER : managerOf(dirname(folder));
}

/** Root of the git repository; null outside of one. */
function repositoryOf(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? null : repositoryOf(dirname(folder));
}

async function askProtocol(): Promise<ProtocolName | null> {
  const options = PROTOCOL_NAMES.map((value) => ({ value, label: value, hint: aboutProtocol(value) }));
  const answer = await orEnd(
    select({ message: 'What shall the models be asked over?', options, initialValue: DEFAULT_PROTOCOL }),
  );
  return isCancel(answer) ? null : answer;
}

async function askFolder(interactive: boolean): Promise<string | null> {
  if (!interactive) {
    throw new TooltapeError('USAGE', 'init asks where to write, and this is no terminal', {
      remedy: 'Run `tooltape init --yes`, or name a folder: `tooltape init evals --yes`.',
    });
  }
  const answer = await orEnd(text({ message: 'Which folder?', initialValue: '.', defaultValue: '.' }));
  return isCancel(answer) ? null : answer;
}

/** The answer; null where the input ends before it comes: nobody is there any more. */
function orEnd<Answer>(question: Promise<Answer>): Promise<Answer | null> {
  return Promise.race([
    question,
    new Promise<null>((done) => {
      for (const end of ['end', 'close'] as const) process.stdin.once(end, () => done(null));
    }),
  ]);
}
