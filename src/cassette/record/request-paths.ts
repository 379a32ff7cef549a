import { TooltapeError } from '../../domain/errors.ts';
import { fitsGlob } from '../../text/glob.ts';

/**
 * Paths of requests: `/v1/responses` stands for that path and for every path that ends in it, `*` for any characters, and a
 * regular expression is looked for in the path.
 */
export type RequestPaths = string | RegExp | readonly (string | RegExp)[];

export interface PathRules {
  /** Record only requests with these paths. Default: all paths that are not passed through. */
  readonly only?: RequestPaths | undefined;
  /** Send requests with these paths to the network, unrecorded. Default: none. */
  readonly passthrough?: RequestPaths | undefined;
}

/** Paths to which SDKs send traces, on the API's own origin. A trace holds random ids and times, so no recording could answer it. */
const TELEMETRY: readonly PathTest[] = ['/traces/ingest'].map(endsIn);

/** True for a path of traces. Such requests are not recorded, and are no miss. */
export function isTelemetry(path: string): boolean {
  return TELEMETRY.some((isTraces) => isTraces(path));
}

/** Returns a function that is true for the path of a request to be recorded. Errors: USAGE for an invalid list of paths. */
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
