import { TooltapeError } from '../../domain/errors.ts';
import { fitsGlob } from '../../text/glob.ts';

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
const TELEMETRY: readonly PathTest[] = ['/traces/ingest'].map(endsIn);

/** Whether requests to a path are traces, which are neither recorded nor a miss. */
export function isTelemetry(path: string): boolean {
  return TELEMETRY.some((isTraces) => isTraces(path));
}

/** Whether requests to a path are recorded. Errors: USAGE for what is no list of paths. */
export function createPathFilter({ only, passthrough }: PathRules): (path: string) => boolean {
  const wanted = only === undefined ? null : patternsOf('only', only);
  const passed = [...patternsOf('passthrough', passthrough ?? []), ...TELEMETRY];
  const fits = (tests: readonly PathTest[], path: string): boolean => tests.some((test) => test(path));
  return (path) => (wanted === null ? !fits(passed, path) : fits(wanted, path) && !fits(passed, path));
}

type PathTest = (path: string) => boolean;

function patternsOf(option: string, paths: RequestPaths): PathTest[] {
  const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  return list.map((path) => {
    if (path instanceof RegExp) {
      const pattern = new RegExp(path.source, path.flags.replace(/[gy]/g, ''));
      return (asked) => pattern.test(asked);
    }
    if (typeof path === 'string' && path.startsWith('/')) return endsIn(path);
    throw new TooltapeError('USAGE', `attachCassette: expected paths as \`${option}\`, found ${shown(path)}`, {
      remedy: 'Give paths that begin with `/`, such as `/v1/responses`, or regular expressions.',
    });
  });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : value === null ? 'null' : typeof value;
}

function endsIn(path: string): PathTest {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  return (asked) =>
    fitsGlob(`*${bare}`, asked.endsWith('/') ? asked.slice(0, -1) : asked) || fitsGlob(`*${bare}`, asked);
}
