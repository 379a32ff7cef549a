import type { ProtocolName } from '../domain/protocol.ts';
import { configText } from './config-text.ts';
import { DEFAULT_MANAGER, type PackageManager } from './package-manager.ts';
import { withScripts } from './package-scripts.ts';
import { SCENARIO } from './scenario-text.ts';
import { serverText, type InitServer } from './server-text.ts';
import { replayWorkflow, serverWorkflow } from './workflow-text.ts';

/** A file of a new project. */
export interface PlannedFile {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  /** The whole file. */
  readonly content: string;
}

export interface InitOptions {
  /** Whether the folder has such a file; what it has is left alone. */
  readonly exists: (path: string) => boolean;
  /** The text of a file that exists: `.gitignore` and the scripts of package.json are then added to. Without, they are left alone, too. */
  readonly read?: (path: string) => string;
  /** What the models of the project are asked over. Default: chat. */
  readonly protocol?: ProtocolName;
  /** The project tests this MCP server; null for the first scenario with simulated tools. Default null. */
  readonly server?: InitServer | null;
  /** What installs the packages of the project. Default: npm. */
  readonly manager?: PackageManager;
}

/** What to do in a new project, in this order, and why. */
export function nextCommands({ start }: PackageManager): readonly { readonly command: string; readonly why: string }[] {
  return [
    { command: `${start} tooltape run`, why: 'asks three simulated models; one of them fails, as expected and made' },
    { command: `${start} tooltape check`, why: 'would your expectations notice a wrong answer?' },
    { command: `${start} tooltape bless`, why: 'writes the baseline that the workflow compares with; commit it' },
    { command: `${start} tooltape view`, why: 'serves the page of the run' },
  ];
}

/**
 * The last run; what `--record all` keeps until it is complete; locks of recordings under way: those of cassettes alone, as package
 * managers have files of that name to commit.
 */
const IGNORED = ['node_modules/', '.tooltape/', 'cassettes/**/*.part', 'cassettes/**/*.lock'];

/** Recordings are the same bytes on every machine, and stay folded in a pull request until somebody opens them. */
const ATTRIBUTES = `cassettes/** text eol=lf linguist-generated=true
baseline.json text eol=lf linguist-generated=true
`;

/** The files of a new project that the folder does not have yet; `[]` when it has them all. */
export function planInit(options: InitOptions): readonly PlannedFile[] {
  const { server = null, protocol = 'chat', manager = DEFAULT_MANAGER } = options;
  const config = configText(protocol);
  const wanted: readonly PlannedFile[] =
    server === null
      ? [
          { path: 'scenarios/weather-and-umbrella.yaml', content: SCENARIO },
          { path: 'tooltape.config.yaml', content: config },
          { path: '.github/workflows/tooltape.yml', content: replayWorkflow(manager) },
        ]
      : [
          { path: 'tooltape.config.yaml', content: `${config}${serverText(server)}` },
          { path: '.github/workflows/tooltape.yml', content: serverWorkflow(server.name, manager) },
        ];
  const files = [...wanted, { path: '.gitattributes', content: ATTRIBUTES }].filter(
    (file) => !options.exists(file.path),
  );
  return [...files, ...ignoreFile(options), ...manifestFile(options)];
}

function ignoreFile({ exists, read }: InitOptions): readonly PlannedFile[] {
  const path = '.gitignore';
  if (exists(path) && read === undefined) return [];
  const before = exists(path) ? (read?.(path) ?? '') : '';
  const lines = new Set(before.split(/\r?\n/u).map((line) => line.trim()));
  const missing = IGNORED.filter((line) => !lines.has(line) && !lines.has(line.replace(/\/$/u, '')));
  if (missing.length === 0) return [];
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return [{ path, content: `${before}${gap}${missing.join('\n')}\n` }];
}

/** The scripts of npm; a project without a package.json is none of npm. */
function manifestFile({ exists, read }: InitOptions): readonly PlannedFile[] {
  const path = 'package.json';
  const added = exists(path) && read !== undefined ? withScripts(read(path)) : null;
  return added === null ? [] : [{ path, content: added }];
}
