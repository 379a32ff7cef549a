import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Issue } from '../../domain/errors.ts';
import { writeFileAtomically } from '../../files/atomic-write.ts';
import { cassetteFiles } from './cassette-files.ts';
import { cassettePath, partOf } from '../format/file-name.ts';
import type { CassetteFile } from '../format/format.ts';
import { fileFault } from './file-fault.ts';
import type { Keyer } from '../lookup/key.ts';
import { decodeInteraction, parseCassette } from '../format/read-format.ts';
import { cassetteText, readCassetteOrIssue } from './read-one.ts';
import { rewriteRedacted, secretPlace } from './rewrite-redacted.ts';
import type { RedactorSource } from '../../redact/redact.ts';
import type { ScenarioValues } from '../../redact/trial-names.ts';

/** One cassette file, as `cassettes list` shows it. */
export interface CassetteSummary {
  /** Path relative to the cassette folder, with `/`. */
  readonly path: string;
  readonly scenario: string;
  readonly model: string;
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** Time of the latest trial, ISO 8601. */
  readonly recordedAt: string;
  readonly trials: number;
  readonly interactions: number;
  readonly bytes: number;
  /** True for the tape of a program or test, which no scenario belongs to. */
  readonly isTape: boolean;
}

/** `ignore` and `redact` of the configuration, to check keys and secrets with. */
interface Checks {
  readonly keyer: Keyer;
  readonly redactor: RedactorSource;
  /** The redacted values in a scenario, by its id. */
  readonly valuesOf?: (scenario: string) => ScenarioValues;
}

/** The cassettes of a folder, file by file. A file that cannot be read gives an issue. */
export function* listCassettes(
  dir: string,
  paths: Iterable<string> = cassetteFiles(dir),
): Generator<CassetteSummary | Issue> {
  for (const path of paths) {
    const cassette = readCassetteOrIssue(dir, path);
    if ('severity' in cassette) {
      yield cassette;
      continue;
    }
    const { scenario, model, gateway, source, recordedAt, recordedBy, trials } = cassette;
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
      isTape: recordedBy !== undefined,
    };
  }
}

/**
 * Checks every cassette and yields an issue for each fault: the file cannot be read, its name is not that of its scenario and
 * model, a stored key is not the key of its request, or a text looks like a secret.
 */
export function* verifyCassettes(
  dir: string,
  checks: Checks,
  paths: Iterable<string> = cassetteFiles(dir),
): Generator<Issue> {
  for (const path of paths) {
    const cassette = readCassetteOrIssue(dir, path);
    if ('severity' in cassette) {
      yield cassette;
      continue;
    }
    const file = join(dir, path);
    const { scenario, model } = cassette;
    if (isMisplaced(cassette, path)) {
      const wanted = cassettePath(scenario, model);
      yield issue(file, null, '', 'misplaced', `it holds ${scenario} × ${model}: expected it at ${wanted}`);
    }
    yield* verifyInteractions(cassette, file, checks);
  }
}

/** True when the file has not the name of its scenario and model. A tape may have any name. */
function isMisplaced({ scenario, model }: CassetteFile, path: string): boolean {
  const name = basename(path).replace(/\.(?:json|part)$/, '');
  if ((scenario === name && model === name) || path.split('/').length !== 2) return false;
  const wanted = cassettePath(scenario, model);
  return wanted !== path && partOf(wanted) !== path;
}

function* verifyInteractions(cassette: CassetteFile, file: string, { keyer, redactor }: Checks): Generator<Issue> {
  for (const [t, trial] of cassette.trials.entries()) {
    const place = `trials[${t}]`;
    for (const i of trial.interactions.keys()) {
      const path = `${place}.interactions[${i}]`;
      try {
        const interaction = decodeInteraction(cassette, trial, i, file);
        const { endpoint, key, request } = interaction;
        // The program of a tape may ignore more parts of its requests than the configuration, so keys of tapes are not checked.
        if (cassette.recordedBy === undefined && !keyer.fits(key, endpoint, request)) {
          const expected = keyer.keyOf(endpoint, request);
          yield issue(file, null, `${path}.key`, 'wrong-key', wrongKey(expected, key));
        }
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
 * Deletes the cassettes that no cell uses, and folders that become empty. A dry run deletes nothing. Returns their paths. Files
 * that are no cassette or cannot be read stay, and so do tapes.
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
  const unused = [...cassetteFiles(dir)].filter((path) => {
    if (wanted.has(path) || path.split('/').length !== 2) return false;
    const cassette = readCassetteOrIssue(dir, path);
    return !('severity' in cassette) && cassette.recordedBy === undefined;
  });
  if (dryRun) return unused;
  for (const path of unused) {
    rmSync(join(dir, path));
    const folder = join(dir, path.slice(0, path.indexOf('/')));
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
  return unused;
}

/**
 * Applies a redaction to every cassette, and computes its keys anew. Yields the path of each changed file, and an issue for
 * each that cannot be read. Errors: OUTPUT.
 */
export function* redactCassettes(
  dir: string,
  checks: Checks,
  paths: Iterable<string> = cassetteFiles(dir),
): Generator<string | Issue> {
  for (const path of paths) {
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

/** The redacted text of a file; null where nothing changes. */
function redactedText(file: string, checks: Checks): string | Issue | null {
  const { keyer, redactor, valuesOf = () => NO_VALUES } = checks;
  try {
    const text = cassetteText(file);
    const cassette = parseCassette(text, file);
    const redacted = rewriteRedacted(cassette, file, keyer, redactor, () => valuesOf(cassette.scenario));
    return redacted === text ? null : redacted;
  } catch (error) {
    return issue(file, null, '', 'format', fileFault(error));
  }
}

const NO_VALUES: ScenarioValues = new Map();

function issue(file: string, line: number | null, path: string, code: string, message: string): Issue {
  return { file, line, path, message, severity: 'error', code };
}
