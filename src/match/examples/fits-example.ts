import type { Json } from '../../json/json.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import { fits } from '../match.ts';

/** Whether a made-up value fits; one that a pattern is not done with does not. */
export function fitsExample(matcher: Json, value: Json | undefined): boolean {
  try {
    return fits(matcher, value);
  } catch (error) {
    if (error instanceof PatternStopped) return false;
    throw error;
  }
}
