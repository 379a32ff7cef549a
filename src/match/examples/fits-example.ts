import type { Json } from '../../json/json.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import { fits } from '../match.ts';

/** True when a made-up value fits. False where a pattern was stopped before its end. */
export function fitsExample(matcher: Json, value: Json | undefined): boolean {
  try {
    return fits(matcher, value);
  } catch (error) {
    if (error instanceof PatternStopped) return false;
    throw error;
  }
}
