import { TooltapeError } from '../../domain/errors.ts';
import { closest } from '../../text/closest.ts';
import { shorten } from '../../text/shorten.ts';
import type { OptionRule, OptionRules } from './rules.ts';

/** Checks an argument of a library function. Errors: USAGE for a value that the rule does not accept. */
export function expectArgument(caller: string, name: string, value: unknown, rule: OptionRule): void {
  if (rule.accepts(value)) return;
  throw new TooltapeError('USAGE', `${caller}: ${name}: expected ${rule.says}, found ${found(value)}`, {
    remedy:
      value instanceof Promise
        ? 'Await it first.'
        : `The documentation of \`${caller}\` shows a call: docs/library.md.`,
  });
}

/**
 * Checks the options of a library function by their names. An option that is undefined counts as left out.
 * Errors: USAGE for options that are no object, for an option that does not exist, and for a value that its rule does not accept.
 */
export function checkOptions(caller: string, options: unknown, rules: OptionRules): void {
  const names = Object.keys(rules);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TooltapeError('USAGE', `${caller}: expected an object of options, found ${found(options)}`, {
      remedy: `The options are ${names.join(', ')}.`,
    });
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      const like = closest(name, names);
      throw new TooltapeError('USAGE', `${caller}: there is no option ${JSON.stringify(name)}`, {
        remedy: like === null ? `The options are ${names.join(', ')}.` : `Did you mean ${like}?`,
      });
    }
    if (value === undefined || rule.accepts(value)) continue;
    throw new TooltapeError('USAGE', `${caller}: ${name}: expected ${rule.says}, found ${found(value)}`, {
      remedy: 'Correct the option, or leave it out for its default.',
    });
  }
}

/** A value as a message names it: `"3"`, `nothing`, `a promise`, `a list of 2`, `an object with id, prompt`. */
function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Promise) return 'a promise';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).slice(0, 4);
    return keys.length === 0 ? 'an object' : `an object with ${shorten(keys.join(', '), 80)}`;
  }
  if (typeof value === 'string') return shorten(JSON.stringify(value), 80);
  return typeof value === 'number' || typeof value === 'boolean' || value === null
    ? String(value)
    : `a ${typeof value}`;
}
