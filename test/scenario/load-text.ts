import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Issue } from '../../src/domain/errors.ts';
import { TooltapeError } from '../../src/domain/errors.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import type { LoadedScenarios } from '../../src/scenario/load.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Content by path below a new folder; a string is text, bytes are bytes. */
export type Files = { readonly [path: string]: string | Uint8Array };

export function writeFiles(files: Files): string {
  const folder = tempDir();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export function load(files: Files, paths: readonly string[] = []): LoadedScenarios {
  return loadScenarios(paths, { cwd: writeFiles(files) });
}

/** The only scenario of a YAML text. */
export function loadOne(yaml: string): Scenario {
  const [scenario] = load({ 'scenarios/a.yaml': yaml }).scenarios;
  if (!scenario) throw new Error('no scenario');
  return scenario;
}

/** The issues that loading ends with; fails when it does not end with an error of that code. */
export function issuesOf(run: () => unknown, code: string): readonly Issue[] {
  try {
    run();
  } catch (error) {
    if (error instanceof TooltapeError && error.code === code) return error.issues;
    throw error;
  }
  throw new Error('it loads');
}

/** `file:line path: message [code]`, without the part of a path that differs from machine to machine. */
export function issueText({ file, line, path, message, code }: Issue): string {
  const where = `${file}${line === null ? '' : `:${line}`}${path === '' ? '' : ` ${path}`}`;
  return `${where}: ${message.replaceAll(/\/[^ ]*\/tooltape-[^/) ]+/g, '<folder>')} [${code}]`;
}
