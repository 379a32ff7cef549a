import { isObject } from '../../json/json.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';

/** Shares of common words or parameters, 0..1, from which two tools are alike. All three must be reached. */
const NEAR_NAMES = 0.5;
const NEAR_DESCRIPTIONS = 0.6;
const NEAR_PARAMETERS = 0.5;

/** Words that do not tell one tool from another. */
const COMMON = new Set(
  'a an and are as at be by for from if in is it its of on or that the this to use with'.split(' '),
);

/** Kinds of actions by the verb in a tool's name. A model does not confuse tools whose verbs are of different kinds. */
const DOINGS: readonly ReadonlySet<string>[] = [
  'get read fetch find search lookup query list show view load describe',
  'create add insert new make post register',
  'delete remove destroy drop clear unregister',
  'update edit modify change set write patch replace put',
  'start open enable lock subscribe connect play',
  'stop close disable unlock unsubscribe disconnect pause',
].map((words) => new Set(words.split(' ')));

/**
 * Pairs of tools that a model may confuse: names, descriptions and parameters are alike, and their verbs are not of different
 * kinds. In the order of the list.
 */
export function confusablePairs(
  tools: readonly ToolDefinition[],
): readonly (readonly [ToolDefinition, ToolDefinition])[] {
  const read = tools.map((tool) => ({
    tool,
    name: words(tool.name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')),
    description: words(typeof tool.definition['description'] === 'string' ? tool.definition['description'] : ''),
    parameters: new Set(Object.keys(isObject(tool.parameters?.['properties']) ? tool.parameters['properties'] : {})),
  }));
  return read.flatMap((a, i) =>
    read.slice(i + 1).flatMap((b): (readonly [ToolDefinition, ToolDefinition])[] => {
      const near =
        !doDifferent(a.name, b.name) &&
        shared(a.name, b.name) >= NEAR_NAMES &&
        shared(a.description, b.description) >= NEAR_DESCRIPTIONS &&
        (a.parameters.size + b.parameters.size === 0 || shared(a.parameters, b.parameters) >= NEAR_PARAMETERS);
      return near ? [[a.tool, b.tool]] : [];
    }),
  );
}

/** True when both names have a known verb, and no kind of verb is common to both. */
function doDifferent(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const kinds = (name: ReadonlySet<string>): readonly number[] =>
    [...DOINGS.keys()].filter((i) => [...name].some((word) => DOINGS[i]?.has(word)));
  const [first, second] = [kinds(a), kinds(b)];
  return first.length > 0 && second.length > 0 && !first.some((kind) => second.includes(kind));
}

/** The words of a text in lower case, without common words. */
function words(text: string): ReadonlySet<string> {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(found.filter((word) => !COMMON.has(word)));
}

/** Number of common elements / size of the smaller set, 0..1; 0 where a set is empty. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size);
  return smaller === 0 ? 0 : [...a].filter((word) => b.has(word)).length / smaller;
}
