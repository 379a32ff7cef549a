import { report, type Findings } from '../findings.ts';

/**
 * Ends of model names with a date or version: `-2024-08-06`, `-20250514`, `-0613`, `-001`, `@20250514`, `-latest`,
 * `-preview-05-20`.
 */
const DATED =
  /^[-@](?:preview-)?(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|\d{3}|\d{2}-\d{2}(?:-\d{4})?|latest)(?:-v\d+(?::\d+)?)?$/;

/** Names that their own provider serves under another name. */
const ALIASES: ReadonlyMap<string, string> = new Map([['gpt-5.6', 'gpt-5.6-sol']]);

/** True when the served name is the requested one: equal, with a date, or without the gateway's prefix. */
function isSameModel(asked: string, served: string): boolean {
  if (asked === served) return true;
  const [a, s] = comparable(asked.toLowerCase(), served.toLowerCase());
  if (ALIASES.get(a) === s) return true;
  if (a === s) return true;
  // Anthropic's `claude-sonnet-4-0` is the undated name of `claude-sonnet-4-20250514`.
  const base = a.replace(/[-:]latest$/, '').replace(/^(claude-.*-\d)-0$/, '$1');
  return s.startsWith(base) && (s.length === base.length || DATED.test(s.slice(base.length)) || s === `${base}:latest`);
}

/** Both names without their prefix (`openai/`, `models/`), unless both have one. */
function comparable(asked: string, served: string): [string, string] {
  if (asked.includes('/') && served.includes('/') && !asked.startsWith('models/') && !served.startsWith('models/')) {
    return [asked, served];
  }
  return [asked.slice(asked.lastIndexOf('/') + 1), served.slice(served.lastIndexOf('/') + 1)];
}

/** Reports a model that is not the requested one. `served` are all names in the response, in order, without empty ones. */
export function checkModel(findings: Findings, asked: string, served: readonly string[]): void {
  const last = served.at(-1);
  if (last === undefined) return;
  const expected = asked === '' ? (served[0] ?? '') : asked;
  if (served.every((name) => isSameModel(expected, name))) return;
  if (served.length > 1) {
    const names = served.map((name) => `"${name}"`).join(', then ');
    report(findings, 'model-identity', 'degrading', `the stream names ${names} as its model`, names);
  } else {
    report(findings, 'model-identity', 'degrading', `asked for "${asked}", served by "${last}"`, { model: last });
  }
}
