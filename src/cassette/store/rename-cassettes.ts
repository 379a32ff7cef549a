import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { writeFileAtomically } from '../../files/atomic-write.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { cassettePath, partOf } from '../format/file-name.ts';
import type { CassetteFile } from '../format/format.ts';
import { parseCassette } from '../format/read-format.ts';
import { cassetteFiles } from './cassette-files.ts';
import { readCassetteOrIssue } from './read-one.ts';

/** A renamed recording, with paths relative to the cassette folder. */
export interface RenamedCassette {
  readonly from: string;
  readonly to: string;
}

/**
 * Gives the recordings of a scenario or model another name, parts included. Moves all of them, or none where one cannot be
 * moved. Returns the moved files; `[]` where no recording has the name. Errors: USAGE for a name that has recordings already;
 * CASSETTE_FORMAT for a file that cannot be read; OUTPUT.
 */
export function renameCassettes(
  dir: string,
  what: 'scenario' | 'model',
  from: string,
  to: string,
): readonly RenamedCassette[] {
  const moves = [...cassetteFiles(dir)].flatMap((path) => {
    if (path.split('/').length !== 2) return [];
    const cassette = readCassetteOrIssue(dir, path);
    if ('severity' in cassette || cassette[what] !== from || cassette.recordedBy !== undefined) return [];
    const named = { ...cassette, [what]: to };
    const target = cassettePath(named.scenario, named.model);
    return [{ from: path, to: path.endsWith('.part') ? partOf(target) : target, cassette }];
  });
  const taken = moves.find((move) => existsSync(join(dir, move.to)));
  if (taken !== undefined) {
    throw new TooltapeError('USAGE', `${join(dir, taken.to)}: a recording of that name is there already`, {
      remedy: 'Take it away, or choose another name.',
    });
  }
  const texts = moves.map((move) => renamedText(join(dir, move.from), move.cassette, what, to));
  for (const [at, move] of moves.entries()) {
    prepareFolder(dirname(join(dir, move.to)));
    writeFileAtomically(join(dir, move.to), texts[at] ?? '');
  }
  for (const move of moves) {
    rmSync(join(dir, move.from));
    const folder = dirname(join(dir, move.from));
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
  return moves.map((move) => ({ from: move.from, to: move.to }));
}

/** The text of the file with the other name in it. Nothing else changes, so that version control sees a rename. */
function renamedText(file: string, cassette: CassetteFile, what: 'scenario' | 'model', to: string): string {
  const text = readFileSync(file, 'utf8');
  const old = `${JSON.stringify(what)}: ${JSON.stringify(cassette[what])}`;
  const renamed = text.replace(old, () => `${JSON.stringify(what)}: ${JSON.stringify(to)}`);
  if (parseCassette(renamed, file)[what] === to) return renamed;
  throw new TooltapeError('CASSETTE_FORMAT', `${file}: expected the line ${old}`, {
    remedy: `Write ${JSON.stringify(to)} as its "${what}", and move the file by hand.`,
  });
}
