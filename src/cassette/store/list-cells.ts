import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { unreadableFault } from '../../files/system-fault.ts';
import { byCodeUnits } from '../../text/code-units.ts';
import { cassettePath, decodeName } from '../format/file-name.ts';
import { readCassetteFile } from '../format/read-format.ts';

/** A scenario × model that has a cassette. */
export interface ListedCell {
  readonly scenario: string;
  readonly model: string;
}

/** Every cell that has a cassette, by the names of folders and files; sorted by code units. */
export function listCells(dir: string): readonly ListedCell[] {
  return createCellList(dir).all();
}

/** The cells of a cassette folder, whose folders are listed anew only where something changed. */
export interface CellList {
  /** Sorted by code units. */
  all(): readonly ListedCell[];
  /** Has a folder of a scenario listed again, by its name in the cassette folder; null for every one. */
  doubt(folder: string | null): void;
}

/** A list that has not looked yet. */
export function createCellList(dir: string): CellList {
  let sorted: readonly ListedCell[] | null = null;
  let byFolder: Map<string, readonly ListedCell[]> | null = null;
  const decoded = new Map<string, string | null>();
  const decode = (name: string): string | null => {
    let model = decoded.get(name);
    if (model === undefined) {
      model = decodeName(name);
      decoded.set(name, model);
    }
    return model;
  };
  const cellsIn = (folder: string): readonly ListedCell[] => {
    const scenario = decodeName(folder);
    return namesIn(join(dir, folder)).flatMap((name): readonly ListedCell[] => {
      if (!name.endsWith('.json')) return [];
      const model = decode(name.slice(0, -'.json'.length));
      if (scenario !== null && model !== null) return [{ scenario, model }];
      // A name with `~` is cut because of the file system. The file has the whole name.
      if (!folder.includes('~') && !name.includes('~')) return [];
      const cassette = readCassetteFile(join(dir, folder, name));
      if (cassette === null || cassettePath(cassette.scenario, cassette.model) !== `${folder}/${name}`) return [];
      return [{ scenario: cassette.scenario, model: cassette.model }];
    });
  };
  const list = (): Map<string, readonly ListedCell[]> => {
    if (!existsSync(dir)) return new Map();
    const folders = readdirSync(dir, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(dir, entry.name))),
    );
    return new Map(folders.map(({ name }) => [name, cellsIn(name)]));
  };
  return {
    all() {
      byFolder ??= list();
      sorted ??= inOrder(byFolder.values());
      return sorted;
    },
    doubt(folder) {
      sorted = null;
      if (folder === null) byFolder = null;
      else if (byFolder !== null && isFolder(join(dir, folder))) byFolder.set(folder, cellsIn(folder));
      else byFolder?.delete(folder);
    },
  };
}

/** By scenario, then by model: sorting few models often is faster than sorting all cells once. */
function inOrder(folders: Iterable<readonly ListedCell[]>): readonly ListedCell[] {
  const byScenario = new Map<string, ListedCell[]>();
  for (const cells of folders) {
    for (const cell of cells) {
      const known = byScenario.get(cell.scenario);
      if (known === undefined) byScenario.set(cell.scenario, [cell]);
      else known.push(cell);
    }
  }
  const scenarios = [...byScenario.keys()].sort(byCodeUnits);
  return scenarios.flatMap((scenario) =>
    (byScenario.get(scenario) ?? []).sort((a, b) => byCodeUnits(a.model, b.model)),
  );
}

/** Whether a path is a folder, or a link to one: teams share folders of recordings through links. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const { means, remedy } = unreadableFault(cause);
    throw new TooltapeError('CASSETTE_FORMAT', `${folder}: the folder cannot be read: ${means}`, {
      remedy: remedy ?? 'Give yourself the right to read it.',
      cause,
    });
  }
}
