import { DEFAULT_PROTOCOL, type ProtocolName } from '../domain/protocol.ts';
import { configText } from './config-text.ts';
import { DEFAULT_MANAGER, type PackageManager } from './package-manager.ts';
import { withScripts } from './package-scripts.ts';
import { SCENARIO } from './scenario-text.ts';
import { serverText, type InitServer } from './server-text.ts';
import { replayWorkflow, serverWorkflow } from './workflow-text.ts';

/** A file for `init` to write. */
export interface PlannedFile {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  /** The whole text of the file. */
  readonly content: string;
}

export interface InitOptions {
  /** True where the folder has the file. `init` does not replace a file. */
  readonly exists: (path: string) => boolean;
  /**
   * Returns the text of a file that exists, so that lines can be added to `.gitignore` and scripts to package.json. Default: both files
   * stay as they are.
   */
  readonly read?: (path: string) => string;
  /** Protocol of the project's gateway. Default: `chat`. */
  readonly protocol?: ProtocolName;
  /** The MCP server that the project tests. Null for a project with simulated tools and a first scenario. Default: null. */
  readonly server?: InitServer | null;
  /** Package manager of the project. Default: npm. */
  readonly manager?: PackageManager;
}

/** The next commands in a new project, in order, with what each does. */
export function nextCommands({ start }: PackageManager): readonly { readonly command: string; readonly why: string }[] {
  return [
    { command: `${start} tooltape run`, why: 'asks three simulated models; one of them fails, as expected and made' },
    { command: `${start} tooltape check`, why: 'would your expectations notice a wrong answer?' },
    { command: `${start} tooltape bless`, why: 'writes the baseline that the workflow compares with; commit it' },
    { command: `${start} tooltape view`, why: 'serves the page of the run' },
  ];
}

/**
 * Lines of `.gitignore`. `.tooltape/` holds the last run. `--record all` writes `*.part` files until it is complete. A recording holds
 * `*.lock` files, and the pattern names their folder because users commit the lock files of package managers.
 */
const IGNORED = ['node_modules/', '.tooltape/', 'cassettes/**/*.part', 'cassettes/**/*.lock'];

/** Lines of `.gitattributes`. Recordings keep their line ends on every machine, and GitHub folds them in a pull request. */
const ATTRIBUTES = `cassettes/** text eol=lf linguist-generated=true
baseline.json text eol=lf linguist-generated=true
`;

/** The files that `init` writes: those that the folder does not have, and those that it adds lines to. `[]` where nothing is missing. */
export function planInit(options: InitOptions): readonly PlannedFile[] {
  const { server = null, protocol = DEFAULT_PROTOCOL, manager = DEFAULT_MANAGER } = options;
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

/** The package.json with the scripts of tooltape; `[]` for a project without a package.json, because `init` makes none. */
function manifestFile({ exists, read }: InitOptions): readonly PlannedFile[] {
  const path = 'package.json';
  const added = exists(path) && read !== undefined ? withScripts(read(path)) : null;
  return added === null ? [] : [{ path, content: added }];
}
