import { TooltapeError } from '../../domain/errors.ts';
import { modeOf, RECORD_WORDS, type Mode } from '../../domain/recording.ts';

/**
 * The mode in the variable TOOLTAPE_RECORD. Without the variable `missing`; in CI `none`, because a recording costs money.
 * Errors: USAGE for another value.
 */
export function modeIn(env: { readonly [name: string]: string | undefined }): Mode {
  const { TOOLTAPE_RECORD: asked = '', CI: ci } = env;
  const word = RECORD_WORDS.find((one) => one === asked);
  if (word !== undefined || asked === '') return modeOf(word, ci);
  throw new TooltapeError('USAGE', `TOOLTAPE_RECORD: expected missing, all or none, found ${JSON.stringify(asked)}`);
}
