import { TooltapeError } from '../../src/domain/errors.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The configuration that a YAML text gives. */
export function configOf(yaml: string): Config {
  return loadConfig({ file: null, cwd: tempDir({ 'tooltape.config.yaml': yaml }) });
}

/** The error that something ends with; fails when it ends well. */
export function errorOf(run: () => unknown): TooltapeError {
  try {
    run();
  } catch (error) {
    if (error instanceof TooltapeError) return error;
    throw error;
  }
  throw new Error('there was no error');
}
