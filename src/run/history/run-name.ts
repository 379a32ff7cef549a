import { TooltapeError } from '../../domain/errors.ts';

/** Letters of a name: file systems allow 255 bytes, and a letter takes up to four. */
const LONGEST = 40;
const FORM = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u;

/** Words that mean a run by its place: the last one, and the one before it. */
export const LAST = 'last';
export const PREVIOUS = 'previous';

/**
 * The name that a run is kept under. Errors: USAGE with what a name may be; `option` stands before the name in the message:
 * `--name `.
 */
export function runName(value: string, option = ''): string {
  const name = value.normalize('NFC');
  const fault = faultOf(name);
  if (fault === null) return name;
  throw new TooltapeError('USAGE', `${option}${JSON.stringify(value)}: ${fault}`, {
    remedy: `A name has letters, digits, ".", "_" and "-", at most ${LONGEST}, and begins with a letter, digit or "_": before-prompt-change`,
  });
}

function faultOf(name: string): string | null {
  if (name === '') return 'the name is empty';
  if (name === LAST || name === PREVIOUS) return `"${name}" means a run by its place`;
  if (Array.from(name).length > LONGEST) return `the name has more than ${LONGEST} letters`;
  if (name.toLowerCase().endsWith('.json')) return 'the name looks like that of a file';
  return FORM.test(name) ? null : 'the name has a character that no name may have';
}
