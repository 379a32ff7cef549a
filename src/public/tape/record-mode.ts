import type { AttachMode } from '../../cassette/record/tape-options.ts';
import { TooltapeError } from '../../domain/errors.ts';

const MODES: ReadonlySet<string> = new Set<AttachMode>(['missing', 'all', 'none']);

/**
 * What TOOLTAPE_RECORD says; without it `missing`, and `none` where CI is set: there a recording has to be asked for, since it costs
 * money. Errors: USAGE for what is no mode.
 */
export function recordMode(env: { readonly [name: string]: string | undefined }): AttachMode {
  const { TOOLTAPE_RECORD: asked = '', CI: ci = '' } = env;
  if (MODES.has(asked)) return asked as AttachMode;
  if (asked === '') return ['', '0', 'false'].includes(ci) ? 'missing' : 'none';
  throw new TooltapeError('USAGE', `TOOLTAPE_RECORD: expected missing, all or none, found ${JSON.stringify(asked)}`);
}
