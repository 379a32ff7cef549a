import type { Json } from '../../json/json.ts';

/** A pattern with the flags `u` always, and `i`, `m`, `s`; null for what does not compile. Other flags would make a match depend on earlier ones. */
export function compilePattern(source: Json, flags: Json = ''): RegExp | null {
  if (typeof source !== 'string' || typeof flags !== 'string' || !/^[imsu]*$/.test(flags)) return null;
  try {
    return new RegExp(source.normalize('NFC'), flags.includes('u') ? flags : `${flags}u`);
  } catch {
    return null;
  }
}

/** What is wrong with the source of a pattern, in the engine's words; null where it compiles. */
export function patternFault(source: string): string | null {
  try {
    void new RegExp(source.normalize('NFC'), 'u');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
