import { globSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Issue } from '../domain/errors.ts';
import { closest } from '../text/closest.ts';

/** A scenario file: its absolute path, its name in messages, and the folder that its tool modules must stay below. */
export interface ScenarioFile {
  readonly path: string;
  /** Path relative to the working directory, with `/`. */
  readonly file: string;
  readonly root: string;
}

/** What files of scenarios end in. */
export const SCENARIO_FILE: RegExp = /\.(?:ya?ml|json)$/;
const GLOB = /[*?[\]{}]/;
/** The folder of scenarios that is read when no path is given. */
export const DEFAULT_FOLDER = 'scenarios';

/** Whether a path is a pattern for several. */
export function isGlob(path: string): boolean {
  return GLOB.test(path);
}

/** The folder below which everything lies that fits a pattern: `evals` for `evals/*.yaml`. */
export function globFolder(pattern: string): string {
  const parts = pattern.replaceAll('\\', '/').split('/');
  const first = parts.findIndex((part) => GLOB.test(part));
  return parts.slice(0, Math.max(0, first)).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** The scenario files of paths, each once. A path is a file, a folder with everything below it, or a glob. */
export function findScenarioFiles(
  paths: readonly string[],
  cwd: string,
): { readonly files: readonly ScenarioFile[]; readonly issues: readonly Issue[] } {
  const files = new Map<string, ScenarioFile>();
  const standard = resolve(cwd, DEFAULT_FOLDER);
  const issues: Issue[] = [];
  const fail = (file: string, code: string, message: string): void => {
    issues.push({ file, line: null, path: '', message, severity: 'error', code });
  };
  // A file below the default folder has this folder as its root, whether the user named the file or the folder.
  const add = (path: string, root: string): void => {
    if (!files.has(path))
      files.set(path, { path, file: display(path, cwd), root: path.startsWith(standard + sep) ? standard : root });
  };
  const addPath = (path: string, given: string): void => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) {
      const found = listFolder(path);
      if (found.length === 0) fail(given, 'empty-folder', 'No scenario file (.yaml, .yml, .json) lies in this folder.');
      for (const file of found) add(file, path);
    } else if (stats !== undefined && SCENARIO_FILE.test(path)) add(path, dirname(path));
    else if (stats !== undefined) fail(given, 'wrong-extension', 'Expected a .yaml, .yml or .json file, or a folder.');
    else fail(given, 'not-found', `There is no such file or folder (looked for ${path}).${nearPath(given, path)}`);
  };
  for (const given of paths.length === 0 ? [DEFAULT_FOLDER] : paths) {
    const path = resolve(cwd, given);
    if (!GLOB.test(given) || statSync(path, { throwIfNoEntry: false }) !== undefined) addPath(path, given);
    else {
      const matches = globSync(given, { cwd }).sort();
      const usable = matches.map((match) => resolve(cwd, match)).filter(isScenarioPath);
      if (usable.length === 0) fail(given, 'not-found', 'No scenario file (.yaml, .yml, .json) fits this pattern.');
      for (const match of usable) addPath(match, display(match, cwd));
    }
  }
  return { files: [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1)), issues };
}

/** ` Did you mean "scenarios/table.yaml"?`: the entry of the same folder whose name is nearest; `''` where none is near. */
function nearPath(given: string, path: string): string {
  let names: string[];
  try {
    names = readdirSync(dirname(path), { withFileTypes: true }).flatMap((entry) =>
      SCENARIO_FILE.test(entry.name) || (entry.isDirectory() && !entry.name.startsWith('.')) ? [entry.name] : [],
    );
  } catch {
    return '';
  }
  const near = closest(basename(path), names);
  if (near === null) return '';
  const folder = dirname(given);
  return ` Did you mean "${folder === '.' ? near : `${folder}/${near}`}"?`;
}

/** The nearest folder above `cwd` with a configuration and scenarios, relative to `cwd`: `../..`; null where there is none. */
export function projectAbove(cwd: string): string | null {
  for (let folder = dirname(cwd), up = '..'; ; folder = dirname(folder), up = `../${up}`) {
    try {
      const configured = readdirSync(folder).some((name) => name.startsWith('tooltape.config.'));
      if (configured && listFolder(join(folder, DEFAULT_FOLDER)).length > 0) return up;
    } catch {
      // The folder is not there, or not readable.
    }
    if (folder === dirname(folder)) return null;
  }
}

const isScenarioPath = (path: string): boolean =>
  SCENARIO_FILE.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function display(path: string, cwd: string): string {
  const way = path.startsWith(cwd + sep) ? path.slice(cwd.length + 1) : relative(cwd, path);
  return (way === '' ? basename(path) : way).replaceAll(sep, '/');
}

/** The scenario files below a folder, links followed. Names that begin with a dot and `node_modules` are left out. */
function listFolder(folder: string): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (current: string): void => {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const { name } = entry;
      if (name.startsWith('.') || name === 'node_modules') continue;
      const path = current + sep + name;
      const kind = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      if (kind?.isDirectory() === true) visitOnce(path);
      // Reading reports entries that are no regular file, and links to nowhere.
      else if (SCENARIO_FILE.test(name)) found.push(path);
    }
  };
  const visitOnce = (path: string): void => {
    const real = realpathSync(path);
    if (seen.has(real)) return;
    seen.add(real);
    visit(path);
  };
  visitOnce(folder);
  return found;
}
