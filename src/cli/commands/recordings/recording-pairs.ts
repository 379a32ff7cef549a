import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseCassette } from '../../../cassette/format/read-format.ts';
import { cassetteFiles } from '../../../cassette/store/cassette-files.ts';
import { trialsOf } from '../../../cassette/store/trials-of.ts';
import { TooltapeError } from '../../../domain/errors.ts';
import type { RecordedTrial } from '../../../domain/recording.ts';
import { byCodeUnits } from '../../../text/code-units.ts';

/** A recording before and now; null where it does not exist. */
export interface RecordingPair {
  /** `weather × gpt-4o`, or the path of a file that cannot be read. */
  readonly name: string;
  readonly before: readonly RecordedTrial[] | null;
  readonly after: readonly RecordedTrial[] | null;
  /** The reason that one of the two cannot be read; null where both can. */
  readonly fault: string | null;
}

/**
 * The recordings of a folder whose bytes differ from those of another folder, or of a commit, sorted by path.
 * Errors: USAGE where `base` is neither, or where there is no git.
 */
export function* recordingPairs(dir: string, base: string): Generator<RecordingPair> {
  const older = isFolder(base) ? folderAt(base) : commitAt(dir, base);
  const now = [...cassetteFiles(dir)];
  const before = [...older.paths()];
  if (before.length === 0 && (now.length === 0 || isFolder(base))) {
    throw new TooltapeError('USAGE', `${now.length === 0 ? dir : base}: it holds no recording to compare`, {
      remedy:
        'Name a folder of recordings, or a commit that has some; --cassettes names the folder to compare with it.',
    });
  }
  const paths = new Set([...before, ...now]);
  for (const path of [...paths].sort(byCodeUnits)) {
    const before = older.text(path);
    const after = textAt(join(dir, path));
    if (before !== after) yield pairOf(path, before, after);
  }
}

interface Older {
  paths(): Iterable<string>;
  /** Content of a file; null where it does not exist. */
  text(path: string): string | null;
}

function folderAt(dir: string): Older {
  return { paths: () => cassetteFiles(dir), text: (path) => textAt(join(dir, path)) };
}

function commitAt(dir: string, revision: string): Older {
  const cwd = isFolder(dir) ? dir : '.';
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });
  let listed: string[];
  try {
    const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`).trim();
    listed = git('ls-tree', '-r', '-z', commit, '.')
      .split('\0')
      .filter((line) => line !== '');
  } catch (cause) {
    if (!isRepository(git)) {
      throw new TooltapeError(
        'USAGE',
        `${revision}: it is no folder, and no git repository is here that has such a commit`,
        {
          remedy: 'Name a folder of older recordings, or run it in the repository that has them.',
          cause,
        },
      );
    }
    throw new TooltapeError('USAGE', `${revision}: it is neither a folder nor a commit of a git repository here`, {
      remedy: 'Name a folder of recordings, or a commit: tooltape cassettes diff main',
      cause,
    });
  }
  const blobs = new Map<string, string>();
  for (const line of listed) {
    const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    if (blob !== undefined && path !== undefined && CASSETTE.test(path)) blobs.set(path, blob);
  }
  const unchanged = unchangedIn(git, blobs, dir);
  return {
    paths: () => blobs.keys(),
    text: (path) => {
      const blob = blobs.get(path);
      if (blob === undefined) return null;
      return unchanged.has(path) ? textAt(join(dir, path)) : git('cat-file', 'blob', blob);
    },
  };
}

function isRepository(git: (...args: string[]) => string): boolean {
  try {
    return git('rev-parse', '--is-inside-work-tree').trim() === 'true';
  } catch {
    return false;
  }
}

const CASSETTE = /^[^_/][^/]*\/[^/]+\.json$/;

/** Paths of files with the same bytes as in the commit. One git process checks them all. */
function unchangedIn(
  git: (...args: string[]) => string,
  blobs: ReadonlyMap<string, string>,
  dir: string,
): ReadonlySet<string> {
  const there = [...blobs.keys()].filter((path) => existsSync(join(dir, path)));
  const same = new Set<string>();
  for (let at = 0; at < there.length; at += BATCH) {
    const paths = there.slice(at, at + BATCH);
    const hashes = git('hash-object', '--no-filters', '--', ...paths)
      .trim()
      .split('\n');
    for (const [i, path] of paths.entries()) if (hashes[i] === blobs.get(path)) same.add(path);
  }
  return same;
}

/** Most paths on one command line. */
const BATCH = 500;

function pairOf(path: string, before: string | null, after: string | null): RecordingPair {
  try {
    const [older, newer] = [before, after].map((text) => (text === null ? null : parseCassette(text, path)));
    const named = newer ?? older;
    return {
      name: named === null || named === undefined ? path : `${named.scenario} × ${named.model}`,
      before: older === null || older === undefined ? null : trialsOf(older, path),
      after: newer === null || newer === undefined ? null : trialsOf(newer, path),
      fault: null,
    };
  } catch (error) {
    if (!(error instanceof TooltapeError)) throw error;
    return { name: path, before: null, after: null, fault: error.message };
  }
}

function textAt(file: string): string | null {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file, 'utf8') : null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
