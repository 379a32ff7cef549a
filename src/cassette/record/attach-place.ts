import { basename, resolve } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { cassettePath } from '../format/file-name.ts';
import { basePath } from './transport.ts';

/** Place of the recordings: a file of any name, or a scenario and a model in a cassette folder. */
export type AttachPlace =
  | { readonly file: string }
  | { readonly dir: string; readonly scenario: string; readonly model: string };

export interface TapePlace {
  readonly file: string;
  /** Name of the file in messages. */
  readonly path: string;
  readonly scenario: string;
  readonly model: string;
}

/**
 * The file of a place. For a file of any name, scenario and model are the name of the file. Errors: USAGE for a place without a
 * name.
 */
export function placeOf(place: AttachPlace): TapePlace {
  if ('file' in place) {
    const { file } = place;
    const name = basename(named('file', file)).replace(/\.json$/, '');
    return { file: resolve(file), path: file, scenario: name, model: name };
  }
  const { dir, scenario, model } = place;
  const path = cassettePath(named('scenario', scenario), named('model', model));
  return { file: resolve(named('dir', dir), path), path, scenario, model };
}

function named(option: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TooltapeError('USAGE', `attachCassette: expected a name as \`${option}\`, found ${JSON.stringify(value)}`, {
    remedy: 'Say where the recordings are: `file`, or `dir`, `scenario` and `model`.',
  });
}

/** An origin whose requests are answered, with the base URLs on it. */
export interface AttachedOrigin {
  readonly origin: string;
  /** Base URLs, the longest first. */
  readonly baseUrls: readonly string[];
}

/** The origins of these base URLs. Errors: USAGE for an empty list, and for a text that is no http or https URL. */
export function originsOf(urls: readonly string[]): readonly AttachedOrigin[] {
  const byOrigin = new Map<string, string[]>();
  for (const url of urls) {
    const parsed = typeof url === 'string' ? URL.parse(url) : null;
    if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw noOrigin(JSON.stringify(url));
    const known = byOrigin.get(parsed.origin);
    if (known === undefined) byOrigin.set(parsed.origin, [url]);
    else known.push(url);
  }
  if (byOrigin.size === 0) throw noOrigin('none');
  return [...byOrigin].map(([origin, baseUrls]) => ({
    origin,
    baseUrls: baseUrls.toSorted((a, b) => basePath(b).length - basePath(a).length),
  }));
}

function noOrigin(found: string): TooltapeError {
  return new TooltapeError('USAGE', `attachCassette: expected an http or https origin, found ${found}`, {
    remedy: 'Give `origins` like `["https://api.openai.com"]`.',
  });
}

/** The longest base URL that the path of the request begins with; the shortest base URL where it begins with none. */
export function baseUrlOf(url: URL, { baseUrls, origin }: AttachedOrigin): string {
  const own = baseUrls.find((base) => url.pathname.startsWith(`${basePath(base)}/`));
  return own ?? baseUrls.at(-1) ?? origin;
}
