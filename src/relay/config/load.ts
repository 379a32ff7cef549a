import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { documentError } from '../../document/error.ts';
import { newPlace } from '../../document/place.ts';
import { readDocument, toIssues } from '../../document/read.ts';
import type { Issue, TooltapeError } from '../../domain/errors.ts';
import type { RelayConfig } from '../lane.ts';
import { readRelay } from './read.ts';

const NAMES = ['relay.yaml', 'relay.yml', 'relay.json'];

/**
 * Loads the file of a relay: the named one, or `relay.yaml` (`.yml`, `.json`) of the working directory. Errors: CONFIG with every problem
 * of the file, MISSING_KEY for a variable that is not set.
 */
export function loadRelay(options: {
  readonly file: string | undefined;
  readonly cwd: string;
  readonly env: Environment;
}): RelayConfig {
  const { cwd, env } = options;
  const exists = (name: string): boolean => statSync(resolve(cwd, name), { throwIfNoEntry: false }) !== undefined;
  const name = options.file ?? NAMES.find(exists) ?? NAMES[0] ?? '';
  const path = resolve(cwd, name);
  const file = (relative(cwd, path) || name).replaceAll(sep, '/');
  if (!exists(name)) {
    const message = `There is no such file (looked for ${path}).`;
    const remedy = 'Write it: `tooltape help relay` shows an example, docs/relay.md every key.';
    throw relayError([{ file, line: null, path: '', message, severity: 'error', code: 'not-found' }], remedy);
  }
  const document = readDocument(path, file);
  if (!document.ok) throw relayError([document.issue]);
  const place = newPlace();
  const config = readRelay(document.value.value, file, env, place);
  const issues = toIssues(document.value, place.problems, 'error');
  if (issues.length > 0) throw relayError(issues);
  return config;
}

function relayError(issues: readonly Issue[], remedy: string | null = null): TooltapeError {
  return documentError('CONFIG', 'relay file', issues, remedy);
}
