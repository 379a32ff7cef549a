import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyer } from '../../cassette/lookup/key.ts';
import { cassetteFiles, tapeFiles } from '../../cassette/store/cassette-files.ts';
import { listCassettes, pruneCassettes, redactCassettes, verifyCassettes } from '../../cassette/store/library.ts';
import { createRedactor, MIN_SECRET_LENGTH } from '../../redact/redact.ts';
import { SHAPES } from '../../redact/shapes.ts';
import type { ScenarioValues } from '../../redact/trial-names.ts';
import { listCells } from '../../cassette/store/list-cells.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT, TooltapeError, type Issue } from '../../domain/errors.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { escapeText } from '../../text/escape.ts';
import { count, counted, fileSize, NONE } from '../../text/numbers.ts';
import { redactSnapshots, verifySnapshots } from '../../run/servers/snapshot-files.ts';
import { knownServers } from '../../run/servers/known-servers.ts';
import { loadScenarios } from '../../scenario/load.ts';
import { issueLine } from '../output/print-error.ts';
import type { CommandContext } from '../command-context.ts';
import { secretsOf } from '../../config/secrets.ts';
import { scenarioRedactions } from '../../run/trial/scenario-redaction.ts';
import { printTable } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';

export interface CassetteOptions {
  readonly cassettes: string;
  readonly config?: string;
  readonly yes?: boolean;
}

const DEFAULT_FOLDER = 'cassettes';
const DAY_MS = 24 * 60 * 60 * 1000;

/** Files of one folder, as paths relative to it. */
interface Place {
  readonly dir: string;
  readonly paths: readonly string[];
}

/** The cassette folder, and the folders of tapes of programs and tests. With `--cassettes` only that folder. */
function placesOf({ cassettes }: CassetteOptions): readonly Place[] {
  const folder = { dir: cassettes, paths: [...cassetteFiles(cassettes)] };
  return cassettes === DEFAULT_FOLDER ? [folder, { dir: '.', paths: [...tapeFiles('.', cassettes)] }] : [folder];
}

/** Row of the tapes of tests and programs. They are named after the test, not after a model. */
const TAPES = 'tapes';

/** `tooltape cassettes list`: prints the recordings of each model. */
export async function list({ terminal }: CommandContext, options: CassetteOptions): Promise<number> {
  expectFolder(options);
  interface Total {
    files: number;
    trials: number;
    interactions: number;
    bytes: number;
    oldest: string;
    newest: string;
    source: string;
  }
  const totals = new Map<string, Total>();
  let broken = 0;
  const listed = placesOf(options).flatMap(({ dir, paths }) => [...listCassettes(dir, paths)]);
  for (const found of listed) {
    if ('severity' in found) {
      broken += 1;
      terminal.err(`${terminal.paint('red', 'error:')} ${issueLine(found)}\n`);
      continue;
    }
    const empty = {
      files: 0,
      trials: 0,
      interactions: 0,
      bytes: 0,
      oldest: found.recordedAt,
      newest: found.recordedAt,
    };
    const model = found.isTape ? TAPES : found.model;
    const name = found.path.endsWith('.part') ? `${model} (part)` : model;
    const total = totals.get(name) ?? { ...empty, source: found.source };
    total.files += 1;
    total.trials += found.trials;
    total.interactions += found.interactions;
    total.bytes += found.bytes;
    if (found.recordedAt < total.oldest) total.oldest = found.recordedAt;
    if (found.recordedAt > total.newest) total.newest = found.recordedAt;
    totals.set(name, total);
  }
  if (totals.size === 0) {
    terminal.out(`${options.cassettes}: no recordings\n`);
    return broken > 0 ? EXIT.gate : EXIT.done;
  }
  const now = Date.now();
  const rows = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  const right = (title: string, of: (total: Total) => string) =>
    ({ title, align: 'right', cells: rows.map(([, total]) => of(total)) }) as const;
  printTable(terminal, [
    { title: 'model', cells: rows.map(([model]) => model) },
    right('scenarios', (total) => count(total.files)),
    right('trials', (total) => count(total.trials)),
    right('requests', (total) => count(total.interactions)),
    right('size', (total) => fileSize(total.bytes)),
    right('newest', (total) => age(total.newest, now)),
    right('oldest', (total) => age(total.oldest, now)),
    { title: 'source', cells: rows.map(([, total]) => total.source) },
  ]);
  return broken > 0 ? EXIT.gate : EXIT.done;
}

/** `tooltape cassettes verify`. */
export async function verify({ terminal }: CommandContext, options: CassetteOptions): Promise<number> {
  expectFolder(options);
  let errors = 0;
  let secrets = 0;
  const checks = protection(options);
  const issues = placesOf(options)
    .map(({ dir, paths }) => verifyCassettes(dir, checks, paths))
    .concat([verifySnapshots(options.cassettes, checks.redactor)]);
  for (const issue of issues.flatMap((some) => [...some])) {
    if (issue.severity === 'error') errors += 1;
    if (issue.code === 'secret') secrets += 1;
    terminal.say(`${terminal.paintOut('red', `${issue.severity}:`)} ${issueLine(issue)}\n`);
  }
  const files = placesOf(options).reduce((sum, { paths }) => sum + paths.length, 0);
  const verdict = errors === 0 ? 'all are whole, and hold no secret' : counted(errors, 'error');
  terminal.out(files === 0 ? `${options.cassettes}: no recordings\n` : `${counted(files, 'recording')}: ${verdict}\n`);
  if (files > 0) terminal.say(`${searchedFor(options)}\n`);
  if (secrets > 0)
    hint(
      terminal,
      '`tooltape cassettes redact` replaces secrets; a key that was committed is no secret any more: revoke it',
    );
  if (errors > secrets)
    hint(terminal, 'restore the files from version control, or record them anew with `tooltape run --record all`');
  return errors > 0 ? EXIT.gate : EXIT.done;
}

/** `tooltape cassettes prune`: removes recordings whose scenario no longer exists. */
export async function prune(
  { terminal }: CommandContext,
  paths: readonly string[],
  options: CassetteOptions,
): Promise<number> {
  expectFolder(options);
  const known = new Set(scenariosFor(paths, options).map((scenario) => scenario.id));
  const used = listCells(options.cassettes).filter((cell) => known.has(cell.scenario));
  const unused = pruneCassettes(options.cassettes, used, { dryRun: options.yes !== true });
  for (const path of unused) terminal.out(`${escapeText(join(options.cassettes, path))}\n`);
  if (unused.length === 0) terminal.out('every recording belongs to a scenario\n');
  else if (options.yes === true) terminal.err(`deleted ${counted(unused.length, 'recording')} that no scenario uses\n`);
  else terminal.err(`${counted(unused.length, 'recording is', 'recordings are')} not used by any scenario\n`);
  if (unused.length > 0 && options.yes !== true) terminal.err('  fix: run again with --yes to delete them\n');
  return EXIT.done;
}

/** `tooltape cassettes redact`. */
export async function redact({ terminal }: CommandContext, options: CassetteOptions): Promise<number> {
  expectFolder(options);
  let changed = 0;
  const unread: Issue[] = [];
  const checks = { ...protection(options), valuesOf: valuesOfScenarios(options) };
  for (const found of redactSnapshots(options.cassettes, checks.redactor)) {
    if (typeof found !== 'string') unread.push(found);
    else {
      changed += 1;
      terminal.out(`redacted ${escapeText(found)}\n`);
    }
  }
  for (const { dir, paths } of placesOf(options)) {
    for (const found of redactCassettes(dir, checks, paths)) {
      if (typeof found !== 'string') {
        unread.push(found);
        continue;
      }
      changed += 1;
      terminal.out(`redacted ${escapeText(join(dir, found))}\n`);
    }
  }
  terminal.out(
    changed === 0
      ? 'nothing to redact\n'
      : `${counted(changed, 'recording')} changed; look at the difference and commit them\n`,
  );
  if (unread.length === 0) return EXIT.done;
  throw new TooltapeError(
    'CASSETTE_FORMAT',
    `${counted(unread.length, 'file')} could not be read, and may hold secrets`,
    {
      remedy: 'Restore them from version control, or take them away.',
      issues: unread,
    },
  );
}

/** Errors: SCENARIO. */
function scenariosFor(paths: readonly string[], { config, cassettes }: CassetteOptions): readonly Scenario[] {
  const cwd = process.cwd();
  const servers = knownServers({ cwd, config: config ?? null, cassettes });
  return loadScenarios(paths, { cwd, servers, withoutTools: true }).scenarios;
}

/**
 * Values in the scenarios of this project. A replay puts such a value back, so it is no leak. Invalid scenario files count as
 * empty.
 */
function valuesOfScenarios(options: CassetteOptions): (id: string) => ScenarioValues {
  const { redactor, keyer } = protection(options);
  const redactionOf = scenarioRedactions(redactor, keyer);
  let byId: ReadonlyMap<string, Scenario>;
  try {
    byId = new Map(scenariosFor([], options).map((scenario) => [scenario.id, scenario]));
  } catch (error) {
    if (!(error instanceof TooltapeError)) throw error;
    byId = new Map();
  }
  return (id) => {
    const scenario = byId.get(id);
    return scenario === undefined ? new Map() : redactionOf(scenario).values();
  };
}

function hint(terminal: Terminal, text: string): void {
  terminal.err(`  ${terminal.paint('cyan', 'fix:')} ${text}\n`);
}

/** Errors: USAGE for a named folder that does not exist, because a typing mistake would otherwise look like a clean result. */
function expectFolder({ cassettes }: CassetteOptions): void {
  const isFolder = statSync(cassettes, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder || cassettes === DEFAULT_FOLDER) return;
  throw new TooltapeError('USAGE', `--cassettes ${cassettes}: there is no such folder`, {
    remedy: `Check the path, or leave it out for ${DEFAULT_FOLDER}.`,
  });
}

/** One sentence about the secrets that `verify` can find and those that it cannot. */
function searchedFor(options: CassetteOptions): string {
  const config = loadConfig({ file: options.config ?? null, cwd: process.cwd() });
  const known = secretsOf(config, process.env).filter((value) => value.length >= MIN_SECRET_LENGTH).length;
  const vendors = new Set(SHAPES.map(({ vendor }) => vendor)).size;
  return `searched for ${counted(known, 'secret')} of the environment, ${counted(config.redact.length, 'pattern')} under redact in the configuration, and ${SHAPES.length} forms of keys of ${vendors} vendors (docs/security.md lists them)`;
}

/** The patterns to redact and the parts of requests to ignore, of this project. */
function protection(options: CassetteOptions): {
  keyer: ReturnType<typeof createKeyer>;
  redactor: ReturnType<typeof createRedactor>;
} {
  const config = loadConfig({ file: options.config ?? null, cwd: process.cwd() });
  const redactor = createRedactor({ secrets: secretsOf(config, process.env), patterns: config.redact });
  return { redactor, keyer: createKeyer({ ignore: config.ignore, redactor }) };
}

function age(time: string, now: number): string {
  const days = Math.floor((now - Date.parse(time)) / DAY_MS);
  if (Number.isNaN(days)) return NONE;
  return days <= 0 ? 'today' : days === 1 ? '1 day' : `${days} days`;
}
