import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { Issue } from '../domain/errors.ts';
import { documentError } from '../document/error.ts';
import { newPlace } from '../document/place.ts';
import { readDocument, toIssues } from '../document/read.ts';
import type { Config } from './config.ts';
import { readConfig } from './read.ts';

/** Names of the configuration file. The working directory may have one of them. */
export const CONFIG_FILES: readonly string[] = ['tooltape.config.yaml', 'tooltape.config.yml', 'tooltape.config.json'];

/**
 * Loads the configuration: the named file, or `tooltape.config.yaml` (`.yml`, `.json`) of the working directory. Without a file
 * it has the sandbox only. Throws a TooltapeError CONFIG with every problem of the file.
 */
export function loadConfig(options: { readonly file: string | null; readonly cwd: string }): Config {
  const { cwd } = options;
  const exists = (name: string): boolean => statSync(resolve(cwd, name), { throwIfNoEntry: false }) !== undefined;
  const found = options.file === null ? CONFIG_FILES.filter(exists) : [options.file];
  const [name] = found;
  if (name === undefined) return readConfig({}, null, newPlace(), cwd);
  const path = resolve(cwd, name);
  const file = (relative(cwd, path) || name).replaceAll(sep, '/');
  const fail = (code: string, message: string): Issue[] => [
    { file, line: null, path: '', message, severity: 'error', code },
  ];
  if (!exists(name)) {
    throw documentError(
      'CONFIG',
      'configuration file',
      fail('not-found', `There is no such file (looked for ${path}).`),
      `Check the path, or leave it out for ${CONFIG_FILES[0]}.`,
    );
  }
  if (found.length > 1) {
    const message = `${found.slice(1).join(' and ')} lies beside it, too: keep one of them, or name it with --config.`;
    throw documentError('CONFIG', 'configuration file', fail('exclusive', message));
  }
  const document = readDocument(path, file);
  if (!document.ok) {
    if (document.issue.code === 'empty-file') return readConfig({}, file, newPlace(), cwd);
    throw documentError('CONFIG', 'configuration file', [document.issue]);
  }
  const place = newPlace();
  const config = readConfig(document.value.value, file, place, dirname(path));
  const issues = toIssues(document.value, place.problems, 'error');
  if (issues.length > 0) throw documentError('CONFIG', 'configuration file', issues);
  return config;
}
