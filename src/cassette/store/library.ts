import { type Dirent, existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, TooltapeError } from '../../domain/errors.ts';
import { writeFileAtomically } from '../../files/atomic-write.ts';
import { cassettePath, partOf } from '../format/file-name.ts';
import type { CassetteFile } from '../format/format.ts';
import { fileFault } from './file-fault.ts';
import type { Keyer } from '../lookup/key.ts';
import { decodeInteraction, parseCassette } from '../format/read-format.ts';
import { rewriteRedacted, secretPlace } from './rewrite-redacted.ts';
import type { RedactorSource } from '../../redact/redact.ts';
import type { ScenarioValues } from '../../redact/trial-names.ts';

/** What is known of one cassette file. */
export interface CassetteSummary {
  /** Relative to the cassette folder, with `/`. */
  readonly path: string;
  readonly scenario: string;
  readonly model: string;
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly trials: number;
  readonly interactions: number;
  readonly bytes: number;
}

/** What keys and secrets are checked with: as the configuration has them. */
interface Checks {
  readonly keyer: Keyer;
  readonly redactor: RedactorSource;
  /** The redacted values that stand in a scenario, by its id. */
  readonly valuesOf?: (scenario: string) => ScenarioValues;
}

/**
 * Every cassette and part below the folder that a replay would read, in order of paths by code units; relative, with `/`.
 * Links are followed; what is no regular file is none.
 */
export function* cassetteFiles(dir: string): Generator<string> {
  if (!existsSync(dir)) return;
  for (const folder of readdirSync(dir, { withFileTypes: true }).sort(byName)) {
    if (!isKind(folder, dir, 'isDirectory')) continue;
    const inside = join(dir, folder.name);
    for (const entry of readdirSync(inside, { withFileTypes: true }).sort(byName)) {
      if (/\.(?:json|part)$/.test(entry.name) && isKind(entry, inside, 'isFile')) yield `${folder.name}/${entry.name}`;
    }
  }
}

/** Of a link what it leads to counts; one that leads nowhere, or to itself, is neither. */
function isKind(entry: Dirent, folder: string, kind: 'isDirectory' | 'isFile'): boolean {
  if (!entry.isSymbolicLink()) return entry[kind]();
  try {
    return statSync(join(folder, entry.name))[kind]();
  } catch {
    return false;
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** What is there, file by file. A file that cannot be read is an issue. */
export function* listCassettes(dir: string): Generator<CassetteSummary | Issue> {
  for (const path of cassetteFiles(dir)) {
    const cassette = readOne(dir, path);
    if ('severity' in cassette) {
      yield cassette;
      continue;
    }
    const { scenario, model, gateway, source, recordedAt, trials } = cassette;
    yield {
      path,
      scenario,
      model,
      gateway,
      source,
      recordedAt,
      trials: trials.length,
      interactions: trials.reduce((sum, trial) => sum + trial.interactions.length, 0),
      bytes: statSync(join(dir, path)).size,
    };
  }
}

/**
 * Looks through every cassette: it can be read, stands under its own name, each request gives the key it is stored under,
 * and nothing in it looks like a secret. What is wrong is an issue; a sound folder yields none.
 */
export function* verifyCassettes(dir: string, checks: Checks): Generator<Issue> {
  for (const path of cassetteFiles(dir)) {
    const cassette = readOne(dir, path);
    if ('severity' in cassette) {
      yield cassette;
      continue;
    }
    const file = join(dir, path);
    const { scenario, model } = cassette;
    const wanted = cassettePath(scenario, model);
    if (wanted !== path && partOf(wanted) !== path) {
      yield issue(file, null, '', 'misplaced', `it holds ${scenario} × ${model}: expected it at ${wanted}`);
    }
    yield* verifyInteractions(cassette, file, checks);
  }
}

function* verifyInteractions(cassette: CassetteFile, file: string, { keyer, redactor }: Checks): Generator<Issue> {
  const seen = new Set<number>();
  for (const [t, trial] of cassette.trials.entries()) {
    const place = `trials[${t}]`;
    if (seen.has(trial.trial)) {
      yield issue(file, null, place, 'duplicate-trial', `trial ${trial.trial} stands twice: delete one`);
    }
    seen.add(trial.trial);
    for (const i of trial.interactions.keys()) {
      const path = `${place}.interactions[${i}]`;
      try {
        const interaction = decodeInteraction(cassette, trial, i, file);
        const { endpoint, key, request } = interaction;
        const expected = keyer.keyOf(endpoint, request);
        if (key !== expected) yield issue(file, null, `${path}.key`, 'wrong-key', wrongKey(expected, key));
        const secret = secretPlace(interaction, redactor);
        if (secret !== null) yield issue(file, null, `${path}.${secret}`, 'secret', SECRET);
      } catch (error) {
        yield issue(file, null, path, 'format', fileFault(error));
      }
    }
  }
}

function wrongKey(expected: string, found: string): string {
  return `expected ${expected}, found ${found}: the request was edited, or \`ignore\` or \`redact\` changed; record it again`;
}

const SECRET =
  'it holds what looks like a secret: run `tooltape cassettes redact`, and revoke the key if the file was ever shared';

/**
 * Cassettes that no cell uses: their paths. Deletes them, and folders that are empty then, unless it is a dry run.
 * A file that is no cassette, or cannot be read as one, is never among them.
 */
export function pruneCassettes(
  dir: string,
  used: Iterable<{ readonly scenario: string; readonly model: string }>,
  { dryRun }: { readonly dryRun: boolean },
): readonly string[] {
  const wanted = new Set<string>();
  for (const { scenario, model } of used) {
    const path = cassettePath(scenario, model);
    wanted.add(path).add(partOf(path));
  }
  const unused = [...cassetteFiles(dir)].filter((path) => !wanted.has(path) && !('severity' in readOne(dir, path)));
  if (dryRun) return unused;
  for (const path of unused) {
    rmSync(join(dir, path));
    const folder = join(dir, path.slice(0, path.indexOf('/')));
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
  return unused;
}

/**
 * Applies a redaction to every cassette, keys included; yields the paths of those that changed, and an issue for each that cannot
 * be read. Errors: OUTPUT.
 */
export function* redactCassettes(dir: string, checks: Checks): Generator<string | Issue> {
  for (const path of cassetteFiles(dir)) {
    const redacted = redactedText(join(dir, path), checks);
    if (redacted === null) continue;
    if (typeof redacted !== 'string') {
      yield redacted;
      continue;
    }
    writeFileAtomically(join(dir, path), redacted);
    yield path;
  }
}

/** Null where nothing changes. */
function redactedText(file: string, checks: Checks): string | Issue | null {
  const { keyer, redactor, valuesOf = () => NO_VALUES } = checks;
  try {
    const text = readFileSync(file, 'utf8');
    const cassette = parseCassette(text, file);
    const redacted = rewriteRedacted(cassette, file, keyer, redactor, () => valuesOf(cassette.scenario));
    return redacted === text ? null : redacted;
  } catch (error) {
    return issue(file, null, '', 'format', fileFault(error));
  }
}

const NO_VALUES: ScenarioValues = new Map();

function readOne(dir: string, path: string): CassetteFile | Issue {
  const file = join(dir, path);
  try {
    return parseCassette(readFileSync(file, 'utf8'), file);
  } catch (error) {
    const line = error instanceof TooltapeError ? (error.issues[0]?.line ?? null) : null;
    return issue(file, line, '', 'format', fileFault(error));
  }
}

function issue(file: string, line: number | null, path: string, code: string, message: string): Issue {
  return { file, line, path, message, severity: 'error', code };
}
