import type { AttachMode } from '../../cassette/record/tape-options.ts';
import { TooltapeError } from '../../domain/errors.ts';

const MODES: ReadonlySet<string> = new Set<AttachMode>(['missing', 'all', 'none']);

/**
 * The mode in the variable TOOLTAPE_RECORD. Without the variable `missing`; in CI `none`, because a recording costs money.
 * Errors: USAGE for another value.
 */
export function recordMode(env: { readonly [name: string]: string | undefined }): AttachMode {
  const { TOOLTAPE_RECORD: asked = '', CI: ci = '' } = env;
  if (MODES.has(asked)) return asked as AttachMode;
  if (asked === '') return ['', '0', 'false'].includes(ci) ? 'missing' : 'none';
  throw new TooltapeError('USAGE', `TOOLTAPE_RECORD: expected missing, all or none, found ${JSON.stringify(asked)}`);
}
