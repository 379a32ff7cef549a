import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { SimulatedResult } from '../../domain/scenario.ts';
import { parsePath } from '../../json/path.ts';
import { isSound, report } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { checkWhen } from './check-matchers.ts';
import type { WrittenResult } from '../shape/written.ts';

/** Folders for tool modules, as absolute paths: module paths start from `folder` and must stay below `root`. */
export interface ModuleFolders {
  readonly folder: string;
  readonly root: string;
}

const KINDS = ['result', 'content', 'error', 'module'] as const;

/** Reads the `returns` of a tool, whose shape is checked. */
export function readResults(
  written: readonly WrittenResult[],
  place: Place,
  folders: ModuleFolders,
): SimulatedResult[] {
  const results: SimulatedResult[] = [];
  for (const entry of written) {
    place.path.push(results.length);
    results.push(readResult(entry, place, folders));
    place.path.pop();
  }
  return results;
}

function readResult(entry: WrittenResult, place: Place, folders: ModuleFolders): SimulatedResult {
  if (entry.when !== undefined) checkWhen(entry.when, place);
  for (const path of Object.keys(entry.set ?? {})) {
    // The path may hold a template, whose own dots and brackets do not count.
    if (path !== '' && parsePath(path.replaceAll(/\$\{[^{}]*\}/gu, 'x')) !== null) continue;
    const message = `Expected a path into the state, such as orders.o1.status or orders[0], found ${JSON.stringify(path)}.`;
    report(place, 'bad-value', message, 'set', path);
  }
  return {
    when: entry.when ?? null,
    times: entry.times ?? null,
    delayMs: entry.delay_ms ?? 0,
    set: entry.set ?? null,
    answer: readAnswer(entry, place, folders),
  };
}

function readAnswer(entry: WrittenResult, place: Place, folders: ModuleFolders): SimulatedResult['answer'] {
  let given = 0;
  for (const kind of KINDS) if (Object.hasOwn(entry, kind)) given++;
  if (given !== 1) {
    const found = given === 0 ? 'none' : KINDS.filter((kind) => Object.hasOwn(entry, kind)).join(' and ');
    report(place, 'exclusive', `Expected exactly one of result, content, error, module; found ${found}.`);
  }
  if (entry.module !== undefined) return { kind: 'module', ...readModule(entry.module, place, folders) };
  if (entry.error !== undefined) return { kind: 'error', value: entry.error };
  const error = { isError: entry.is_error ?? false, ...(entry.is_error !== undefined && { isMarked: true as const }) };
  if (entry.content !== undefined) return { kind: 'content', parts: entry.content, ...error };
  return { kind: 'result', value: entry.result ?? null, ...error };
}

function readModule(written: string, place: Place, { folder, root }: ModuleFolders): { file: string; name: string } {
  const hash = written.lastIndexOf('#');
  const path = written.slice(0, Math.max(hash, 0));
  const name = written.slice(hash + 1);
  const file = resolve(folder, path);
  const fault = (message: string): void => report(place, 'bad-module', message, 'module');
  if (path === '' || name === '') {
    fault(`Expected a module and its export, such as ./tools.ts#lookup, found ${JSON.stringify(written)}.`);
  } else if (!existsSync(file)) {
    fault(`No module ${JSON.stringify(path)} beside this file (looked for ${file}).`);
  } else if (isSound(place) && !isInside(file, root)) {
    fault(`The module ${JSON.stringify(path)} lies outside the scenarios folder ${root}. Move it there.`);
  }
  return { file, name };
}

/** True when the file lies below the folder, symbolic links followed. A scenario file must not run code from elsewhere. */
function isInside(file: string, root: string): boolean {
  const way = relative(realpathSync(root), realpathSync(file));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
