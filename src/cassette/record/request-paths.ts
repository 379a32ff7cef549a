import { TooltapeError } from '../../domain/errors.ts';
import { escapeRegExp } from '../../text/escape-reg-exp.ts';

/**
 * Paths of requests: `/v1/responses` stands for that path and for every path that ends in it, `*` for any characters, and a
 * regular expression is looked for in the path.
 */
export type RequestPaths = string | RegExp | readonly (string | RegExp)[];

export interface PathRules {
  /** Only these are recorded. Default: all that are not passed through. */
  readonly only?: RequestPaths | undefined;
  /** These are not recorded. Default: none. */
  readonly passthrough?: RequestPaths | undefined;
}

/** Where SDKs send traces of what they did to the API's own origin: with random ids and times, which no recording can answer. */
const TELEMETRY: readonly RegExp[] = ['/traces/ingest'].map(patternOf);

/** Whether requests to a path are traces, which are neither recorded nor a miss. */
export function isTelemetry(path: string): boolean {
  return TELEMETRY.some((pattern) => pattern.test(path));
}

/** Whether requests to a path are recorded. Errors: USAGE for what is no list of paths. */
export function createPathFilter({ only, passthrough }: PathRules): (path: string) => boolean {
  const wanted = only === undefined ? null : patternsOf('only', only);
  const passed = [...patternsOf('passthrough', passthrough ?? []), ...TELEMETRY];
  const fits = (patterns: readonly RegExp[], path: string): boolean => patterns.some((pattern) => pattern.test(path));
  return (path) => (wanted === null ? !fits(passed, path) : fits(wanted, path) && !fits(passed, path));
}

function patternsOf(option: string, paths: RequestPaths): RegExp[] {
  const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  return list.map((path) => {
    if (path instanceof RegExp) return new RegExp(path.source, path.flags.replace(/[gy]/g, ''));
    if (typeof path === 'string' && path.startsWith('/')) return patternOf(path);
    throw new TooltapeError('USAGE', `attachCassette: expected paths as \`${option}\`, found ${shown(path)}`, {
      remedy: 'Give paths that begin with `/`, such as `/v1/responses`, or regular expressions.',
    });
  });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : value === null ? 'null' : typeof value;
}

function patternOf(path: string): RegExp {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const source = bare.split('*').map(escapeRegExp).join('.*');
  return new RegExp(`${source}/?$`);
}
