import { shareMeant, shareOrNull } from '../../text/share.ts';
import { UnexpectedValue } from './unexpected-value.ts';

/** Parses a share: a number from 0 to 1. Errors: UnexpectedValue, which says the share of a value in percent. */
export function parseShare(value: string): number {
  const number = shareOrNull(value);
  if (number !== null) return number;
  const meant = shareMeant(value);
  throw new UnexpectedValue(`a number from 0 to 1${meant === null ? '' : `: ${meant}`}`);
}
