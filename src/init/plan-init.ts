import type { ProtocolName } from '../domain/protocol.ts';
import { configText } from './config-text.ts';
import { SCENARIO } from './scenario-text.ts';
import { serverText, type InitServer } from './server-text.ts';
import { serverWorkflow, WORKFLOW } from './workflow-text.ts';

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
  /** The text of a file that exists: `.gitignore` is then added to. Without, it is left alone, too. */
  readonly read?: (path: string) => string;
  /** What the models of the project are asked over. Default: chat. */
  readonly protocol?: ProtocolName;
  /** The project tests this MCP server; null for the first scenario with simulated tools. Default null. */
  readonly server?: InitServer | null;
}

/** What to do in a new project, in this order, and why. */
export const NEXT_COMMANDS: readonly { readonly command: string; readonly why: string }[] = [
  { command: 'npx tooltape run', why: 'asks three simulated models; one of them fails, as expected and made' },
  { command: 'npx tooltape check', why: 'would your expectations notice a wrong answer?' },
  { command: 'npx tooltape bless', why: 'writes the baseline that the workflow compares with; commit it' },
  { command: 'npx tooltape view', why: 'serves the page of the run' },
];

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
  const { server = null, protocol = 'chat' } = options;
  const config = configText(protocol);
  const wanted: readonly PlannedFile[] =
    server === null
      ? [
          { path: 'scenarios/weather-and-umbrella.yaml', content: SCENARIO },
          { path: 'tooltape.config.yaml', content: config },
          { path: '.github/workflows/tooltape.yml', content: WORKFLOW },
        ]
      : [
          { path: 'tooltape.config.yaml', content: `${config}${serverText(server)}` },
          { path: '.github/workflows/tooltape.yml', content: serverWorkflow(server.name) },
        ];
  const files = [...wanted, { path: '.gitattributes', content: ATTRIBUTES }].filter(
    (file) => !options.exists(file.path),
  );
  const ignore = ignoreFile(options);
  return ignore === null ? files : [...files, ignore];
}

function ignoreFile({ exists, read }: InitOptions): PlannedFile | null {
  const path = '.gitignore';
  if (exists(path) && read === undefined) return null;
  const before = exists(path) ? (read?.(path) ?? '') : '';
  const lines = new Set(before.split(/\r?\n/u).map((line) => line.trim()));
  const missing = IGNORED.filter((line) => !lines.has(line) && !lines.has(line.replace(/\/$/u, '')));
  if (missing.length === 0) return null;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return { path, content: `${before}${gap}${missing.join('\n')}\n` };
}
