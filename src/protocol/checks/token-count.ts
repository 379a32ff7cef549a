import type { Json } from '../../json/json.ts';
import { LARGEST } from '../../text/largest.ts';

/** What a count of tokens is, for the text of a finding. */
export const TOKEN_COUNTS: string = `whole numbers from 0 to ${LARGEST.tokens}`;

/** True for a count of tokens. A larger one is no count, and sums of such numbers would be inexact. */
export function isTokenCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LARGEST.tokens;
}
