import Table from 'cli-table3';
import { createKeyer } from '../cassette/key.ts';
import { listCassettes, pruneCassettes, redactCassettes, verifyCassettes } from '../cassette/library.ts';
import { createRedactor } from '../cassette/redact.ts';
import { listCells } from '../cassette/store.ts';
import { loadConfig } from '../config/load.ts';
import { EXIT } from '../domain/errors.ts';
import { escapeText } from '../report/escape.ts';
import { loadScenarios } from '../scenario/load.ts';
import { issueLine } from './print-error.ts';
import type { CommandContext } from './program.ts';
import { secretsOf } from './run-request.ts';

export interface CassetteOptions {
  readonly cassettes: string;
  readonly config?: string;
  readonly yes?: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** `tooltape cassettes list`: model by model, what is recorded. */
export async function list({ terminal }: CommandContext, options: CassetteOptions): Promise<number> {
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
  for (const found of listCassettes(options.cassettes)) {
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
    const total = totals.get(found.model) ?? { ...empty, source: found.source };
    total.files += 1;
    total.trials += found.trials;
    total.interactions += found.interactions;
    total.bytes += found.bytes;
    if (found.recordedAt < total.oldest) total.oldest = found.recordedAt;
    if (found.recordedAt > total.newest) total.newest = found.recordedAt;
    totals.set(found.model, total);
  }
  const table = new Table({
    head: ['model', 'scenarios', 'trials', 'requests', 'size', 'newest', 'oldest', 'source'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: terminal.color ? ['bold'] : [], border: [], compact: true },
  });
  const now = Date.now();
  for (const [model, total] of [...totals].sort(([a], [b]) => (a < b ? -1 : 1))) {
    table.push([
      escapeText(model),
      total.files,
      total.trials,
      total.interactions,
      size(total.bytes),
      age(total.newest, now),
      age(total.oldest, now),
      total.source,
    ]);
  }
  terminal.out(totals.size === 0 ? `${options.cassettes}: no recordings\n` : `${table.toString()}\n`);
  return broken > 0 ? EXIT.gate : EXIT.done;
}

/** `tooltape cassettes verify`. */
export async function verify({ terminal }: CommandContext, options: CassetteOptions): Promise<number> {
  let errors = 0;
  for (const issue of verifyCassettes(options.cassettes, protection(options))) {
    if (issue.severity === 'error') errors += 1;
    terminal.out(`${issue.severity}: ${issueLine(issue)}\n`);
  }
  const files = [...listCells(options.cassettes)].length;
  terminal.out(`${files} recordings: ${errors === 0 ? 'all are whole, and hold no secret' : `${errors} errors`}\n`);
  if (errors > 0) {
    terminal.err(
      '  fix: `tooltape cassettes redact` replaces secrets; record the other files anew with `run --record all`\n',
    );
  }
  return errors > 0 ? EXIT.gate : EXIT.done;
}

/** `tooltape cassettes prune`: recordings whose scenario is gone. */
export async function prune(
  { terminal }: CommandContext,
  paths: readonly string[],
  options: CassetteOptions,
): Promise<number> {
  const known = new Set(loadScenarios(paths, { cwd: process.cwd() }).scenarios.map((scenario) => scenario.id));
  const used = listCells(options.cassettes).filter((cell) => known.has(cell.scenario));
  const unused = pruneCassettes(options.cassettes, used, { dryRun: options.yes !== true });
  for (const path of unused) terminal.out(`${escapeText(path)}\n`);
  const done = options.yes === true ? 'deleted' : 'found';
  terminal.err(`${unused.length} recordings that no scenario uses ${done}\n`);
  if (unused.length > 0 && options.yes !== true) terminal.err('  fix: run again with --yes to delete them\n');
  return EXIT.done;
}

/** `tooltape cassettes redact`. */
export async function redact({ terminal }: CommandContext, options: CassetteOptions): Promise<number> {
  let changed = 0;
  for (const path of redactCassettes(options.cassettes, protection(options))) {
    changed += 1;
    terminal.out(`redacted ${escapeText(path)}\n`);
  }
  terminal.out(
    changed === 0 ? 'nothing to redact\n' : `${changed} recordings changed; look at the difference and commit them\n`,
  );
  return EXIT.done;
}

/** What this project wants hidden, and how its requests are told apart. */
function protection(options: CassetteOptions): {
  keyer: ReturnType<typeof createKeyer>;
  redactor: ReturnType<typeof createRedactor>;
} {
  const config = loadConfig({ file: options.config ?? null, cwd: process.cwd() });
  const redactor = createRedactor({ secrets: secretsOf(config, process.env), patterns: config.redact });
  return { redactor, keyer: createKeyer({ ignore: config.ignore, redactor }) };
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function age(time: string, now: number): string {
  const days = Math.floor((now - Date.parse(time)) / DAY_MS);
  return days <= 0 ? 'today' : days === 1 ? '1 day' : `${days} days`;
}
